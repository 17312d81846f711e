import { randomUUID } from "node:crypto"
import { canonical, type Json, objectAt, textAt, textsAt, valueAt } from "../json"
import { kinds } from "../kinds"
import { type KubeObject, labelsOf, namespaceOf, ownerReference } from "../kube-object"
import { type ControllerContext, shortHash } from "./controller-context"

export const templateHash = (owner: KubeObject): string =>
  shortHash(canonical(valueAt(owner, "spec", "template")))

export const randomSuffix = (): string => shortHash(randomUUID()).slice(0, 5)

/** A pod from the owner's template. Null if the namespace is terminating. */
export function createPod(
  context: ControllerContext,
  owner: KubeObject,
  name: string,
  labels: Record<string, string> = {},
): KubeObject | null {
  const template = valueAt(owner, "spec", "template")
  const annotations = textsAt(template, "metadata", "annotations")
  return context.create(kinds.pod, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: namespaceOf(owner),
      labels: { ...textsAt(template, "metadata", "labels"), ...labels },
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ownerReferences: [ownerReference(owner)],
    },
    spec: objectAt(template, "spec"),
  })
}

export const ofRevision = (pod: KubeObject, hash: string): boolean =>
  labelsOf(pod)["controller-revision-hash"] === hash

/** Kubernetes omits counts of zero. */
export const countOrUndefined = (count: number): number | undefined => (count > 0 ? count : undefined)

export const phase = (pod: KubeObject): string => textAt(pod, "status", "phase") ?? ""

export const isAlive = (pod: KubeObject): boolean => phase(pod) !== "Succeeded" && phase(pod) !== "Failed"

export const generationOf = (object: KubeObject): Json => object.metadata.generation ?? 1
