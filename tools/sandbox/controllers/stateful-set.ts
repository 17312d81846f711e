import { isObject, listAt, numberAt, objectAt, textAt, textsAt } from "../json"
import { kinds } from "../kinds"
import { type KubeObject, nameOf, namespaceOf } from "../kube-object"
import type { Controller, ControllerContext } from "./controller-context"
import { isReady } from "./pod"
import { countOrUndefined, createPod, generationOf, ofRevision, templateHash } from "./pods-of"

const component = "statefulset-controller"

/** Numbered pods, created one after the other unless in parallel; outdated ones are replaced from the last. */
export const statefulSetController: Controller = (context, set) => {
  const revision = `${nameOf(set)}-${templateHash(set)}`
  const replicas = numberAt(set, "spec", "replicas") ?? 1
  const pods = context.owned(set, kinds.pod)
  const podNames = Array.from({ length: replicas }, (_, index) => `${nameOf(set)}-${index}`)
  for (const pod of pods.filter((pod) => !podNames.includes(nameOf(pod)))) removePod(context, set, pod)
  replaceOne(context, set, pods, revision)
  addMissing(context, set, podNames, pods, revision)
  updateStatus(
    context,
    set,
    pods.filter((pod) => podNames.includes(nameOf(pod))),
    revision,
  )
  return undefined
}

/** An outdated pod that is not ready is replaced too, so that a fix can repair a broken set. */
function replaceOne(
  context: ControllerContext,
  set: KubeObject,
  pods: readonly KubeObject[],
  revision: string,
): void {
  if (textAt(set, "spec", "updateStrategy", "type") === "OnDelete") return
  const outdated = pods.filter((pod) => !ofRevision(pod, revision))
  const updatedReady = pods.filter((pod) => ofRevision(pod, revision)).every(isReady)
  const broken = outdated.find((pod) => !isReady(pod))
  const last = outdated.toSorted((a, b) => ordinal(b) - ordinal(a))[0]
  const next = broken ?? (updatedReady ? last : undefined)
  if (next !== undefined) removePod(context, set, next)
}

const ordinal = (pod: KubeObject) => Number(nameOf(pod).split("-").at(-1))

function removePod(context: ControllerContext, set: KubeObject, pod: KubeObject): void {
  context.remove(kinds.pod, pod)
  const message = `delete Pod ${nameOf(pod)} in StatefulSet ${nameOf(set)} successful`
  context.recordEvent(set, "Normal", "SuccessfulDelete", message, component)
}

function addMissing(
  context: ControllerContext,
  set: KubeObject,
  names: readonly string[],
  pods: readonly KubeObject[],
  revision: string,
): void {
  const isParallel = textAt(set, "spec", "podManagementPolicy") === "Parallel"
  for (const [index, name] of names.entries()) {
    const pod = context.find(kinds.pod, namespaceOf(set), name)
    if (pod === null) addPod(context, set, name, index, revision)
    const isUp = pods.some((pod) => nameOf(pod) === name && isReady(pod))
    if (!isUp && !isParallel) return
  }
}

function addPod(
  context: ControllerContext,
  set: KubeObject,
  name: string,
  index: number,
  revision: string,
): void {
  const created = createPod(context, set, name, {
    "controller-revision-hash": revision,
    "statefulset.kubernetes.io/pod-name": name,
    "apps.kubernetes.io/pod-index": String(index),
  })
  if (created === null) return
  addClaims(context, set, name)
  const message = `create Pod ${name} in StatefulSet ${nameOf(set)} successful`
  context.recordEvent(set, "Normal", "SuccessfulCreate", message, component)
}

/** Claims outlive their pod and their set, as in every cluster. */
function addClaims(context: ControllerContext, set: KubeObject, pod: string): void {
  for (const template of listAt(set, "spec", "volumeClaimTemplates")) {
    if (!isObject(template)) continue
    const name = `${textAt(template, "metadata", "name")}-${pod}`
    if (context.find(kinds.claim, namespaceOf(set), name) !== null) continue
    const labels = textsAt(set, "spec", "selector", "matchLabels")
    context.create(kinds.claim, {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name, namespace: namespaceOf(set), labels },
      spec: objectAt(template, "spec"),
    })
  }
}

function updateStatus(
  context: ControllerContext,
  set: KubeObject,
  pods: readonly KubeObject[],
  revision: string,
): void {
  const replicas = numberAt(set, "spec", "replicas") ?? 1
  const updated = pods.filter((pod) => ofRevision(pod, revision))
  const isComplete = updated.length === replicas && updated.every(isReady)
  const before = textAt(set, "status", "currentRevision") ?? revision
  const current = isComplete ? revision : before
  context.setStatus(kinds.statefulSet, set, {
    observedGeneration: generationOf(set),
    replicas: pods.length,
    readyReplicas: countOrUndefined(pods.filter(isReady).length),
    availableReplicas: pods.filter(isReady).length,
    currentReplicas: countOrUndefined(pods.filter((pod) => ofRevision(pod, current)).length),
    updatedReplicas: countOrUndefined(updated.length),
    currentRevision: current,
    updateRevision: revision,
    collisionCount: 0,
  })
}
