import { isObject, type Json, type JsonObject, listAt, textAt, textsAt } from "./json"

export type Metadata = JsonObject & { name: string }
export type KubeObject = JsonObject & { apiVersion: string; kind: string; metadata: Metadata }

export function isKubeObject(value: Json | undefined): value is KubeObject {
  return (
    isObject(value) &&
    typeof value.apiVersion === "string" &&
    typeof value.kind === "string" &&
    isObject(value.metadata) &&
    typeof value.metadata.name === "string"
  )
}

export const nameOf = (object: KubeObject): string => object.metadata.name

/** Empty for cluster-scoped objects. */
export const namespaceOf = (object: KubeObject): string => textAt(object, "metadata", "namespace") ?? ""

export const uidOf = (object: KubeObject): string => textAt(object, "metadata", "uid") ?? ""

export const versionOf = (object: KubeObject): number =>
  Number(textAt(object, "metadata", "resourceVersion") ?? 0)

export const labelsOf = (object: JsonObject): Record<string, string> => textsAt(object, "metadata", "labels")

export const annotationsOf = (object: JsonObject): Record<string, string> =>
  textsAt(object, "metadata", "annotations")

export const isEnding = (object: KubeObject): boolean =>
  textAt(object, "metadata", "deletionTimestamp") !== undefined

export const finalizersOf = (object: KubeObject): Json[] => listAt(object, "metadata", "finalizers")

export const ownerUidsOf = (object: KubeObject): string[] =>
  listAt(object, "metadata", "ownerReferences").flatMap((owner) => textAt(owner, "uid") ?? [])

/** A timestamp as Kubernetes writes it: whole seconds, UTC. */
export const timestamp = (date = new Date()): string => date.toISOString().replace(/\.\d+Z$/, "Z")

export function withMetadata(object: KubeObject, changes: JsonObject): KubeObject {
  const metadata: Metadata = { ...object.metadata, ...changes, name: object.metadata.name }
  for (const field of Object.keys(metadata)) if (metadata[field] === undefined) delete metadata[field]
  return { ...object, metadata }
}

export function ownerReference(owner: KubeObject): JsonObject {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: nameOf(owner),
    uid: uidOf(owner),
    controller: true,
    blockOwnerDeletion: true,
  }
}
