import { type Json, numberAt, objectAt, textAt, textsAt, valueAt, withValue } from "../json"
import { kinds } from "../kinds"
import { annotationsOf, type KubeObject, labelsOf, nameOf, namespaceOf, ownerReference } from "../kube-object"
import { type Condition, conditionOf, secondsSinceUpdate, withTimes } from "./conditions"
import type { Controller, ControllerContext } from "./controller-context"
import { countOrUndefined, generationOf, templateHash } from "./pods-of"

const revisionAnnotation = "deployment.kubernetes.io/revision"
const component = "deployment-controller"

/**
 * Starts the new replica set next to the old ones, which are removed when it is available: a broken one keeps the old
 * ones.
 */
export const deploymentController: Controller = (context, deployment) => {
  const sets = context.owned(deployment, kinds.replicaSet)
  const hash = templateHash(deployment)
  const current = sets.find((set) => labelsOf(set)["pod-template-hash"] === hash)
  const old = sets.filter((set) => set !== current)
  const newest = Math.max(0, ...sets.map(revisionOf))
  if (current === undefined) {
    if (textAt(deployment, "spec", "strategy", "type") === "Recreate" && old.some(hasPods)) {
      for (const set of old) scale(context, deployment, set, 0)
      return undefined
    }
    addSet(context, deployment, hash, newest + 1)
    return undefined
  }
  const revision = revisionOf(current) < newest ? newest + 1 : revisionOf(current)
  if (revision !== revisionOf(current)) {
    context.put(kinds.replicaSet, current, annotated(current, revision))
    return undefined
  }
  if (annotationsOf(deployment)[revisionAnnotation] !== String(revision)) {
    context.put(kinds.deployment, deployment, annotated(deployment, revision))
    return undefined
  }
  const replicas = numberAt(deployment, "spec", "replicas") ?? 1
  scale(context, deployment, current, replicas)
  const available = numberAt(current, "status", "availableReplicas") ?? 0
  if (available >= replicas) for (const set of old) scale(context, deployment, set, 0)
  return updateStatus(context, deployment, current, old)
}

const revisionOf = (set: KubeObject) => Number(annotationsOf(set)[revisionAnnotation] ?? 0)
const count = (set: KubeObject, field: string) => numberAt(set, "status", field) ?? 0
const hasPods = (set: KubeObject) => count(set, "replicas") > 0

function annotated(object: KubeObject, revision: number): KubeObject {
  return withValue(object, ["metadata", "annotations", revisionAnnotation], String(revision))
}

function addSet(context: ControllerContext, deployment: KubeObject, hash: string, revision: number): void {
  const label = { "pod-template-hash": hash }
  const labels = { ...textsAt(deployment, "spec", "template", "metadata", "labels"), ...label }
  const template = withValue(objectAt(deployment, "spec", "template"), ["metadata", "labels"], labels)
  const matchLabels = { ...textsAt(deployment, "spec", "selector", "matchLabels"), ...label }
  const replicas = numberAt(deployment, "spec", "replicas") ?? 1
  const name = `${nameOf(deployment)}-${hash}`
  const created = context.create(kinds.replicaSet, {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name,
      namespace: namespaceOf(deployment),
      labels,
      annotations: { [revisionAnnotation]: String(revision) },
      ownerReferences: [ownerReference(deployment)],
    },
    spec: {
      replicas: replicas,
      selector: { ...objectAt(deployment, "spec", "selector"), matchLabels },
      template,
    },
  })
  if (created !== null) recordScaling(context, deployment, name, 0, replicas)
}

function scale(context: ControllerContext, deployment: KubeObject, set: KubeObject, replicas: number): void {
  const before = numberAt(set, "spec", "replicas") ?? 0
  if (before === replicas) return
  const generation = Number(set.metadata.generation ?? 1) + 1
  const scaled = withValue(set, ["spec", "replicas"], replicas)
  context.put(kinds.replicaSet, set, withValue(scaled, ["metadata", "generation"], generation))
  recordScaling(context, deployment, nameOf(set), before, replicas)
}

function recordScaling(
  context: ControllerContext,
  deployment: KubeObject,
  name: string,
  from: number,
  to: number,
): void {
  const direction = to > from ? "up" : "down"
  const message = `Scaled ${direction} replica set ${name} from ${from} to ${to}`
  context.recordEvent(deployment, "Normal", "ScalingReplicaSet", message, component)
}

function updateStatus(
  context: ControllerContext,
  deployment: KubeObject,
  current: KubeObject,
  old: readonly KubeObject[],
): number | undefined {
  const replicas = numberAt(deployment, "spec", "replicas") ?? 1
  const replicaSets = [current, ...old]
  const total = (field: string) => replicaSets.reduce((sum, set) => sum + count(set, field), 0)
  const updated = Math.min(count(current, "replicas"), replicas)
  const available = total("availableReplicas")
  const isComplete =
    count(current, "availableReplicas") >= replicas && !old.some(hasPods) && updated === replicas
  const progress = progressing(deployment, current, isComplete)
  context.setStatus(kinds.deployment, deployment, {
    observedGeneration: generationOf(deployment),
    replicas: countOrUndefined(total("replicas")),
    updatedReplicas: countOrUndefined(updated),
    readyReplicas: countOrUndefined(total("readyReplicas")),
    availableReplicas: countOrUndefined(available),
    unavailableReplicas: countOrUndefined(replicas - available),
    conditions: withTimes(
      deployment,
      [availability(available >= replicas - unavailable(deployment, replicas)), progress],
      true,
    ),
  })
  const deadline = numberAt(deployment, "spec", "progressDeadlineSeconds") ?? 600
  return isComplete ? undefined : Math.min(deadline * 1_000 + 100, 60_000)
}

function unavailable(deployment: KubeObject, replicas: number): number {
  if (textAt(deployment, "spec", "strategy", "type") === "Recreate") return 0
  const allowed: Json | undefined = valueAt(deployment, "spec", "strategy", "rollingUpdate", "maxUnavailable")
  if (typeof allowed === "number") return allowed
  return typeof allowed === "string" ? Math.floor((replicas * Number.parseFloat(allowed)) / 100) : 0
}

function availability(isAvailable: boolean): Condition {
  return isAvailable
    ? {
        type: "Available",
        status: "True",
        reason: "MinimumReplicasAvailable",
        message: "Deployment has minimum availability.",
      }
    : {
        type: "Available",
        status: "False",
        reason: "MinimumReplicasUnavailable",
        message: "Deployment does not have minimum availability.",
      }
}

function progressing(deployment: KubeObject, current: KubeObject, isComplete: boolean): Condition {
  const subject = `ReplicaSet "${nameOf(current)}"`
  const type = "Progressing"
  if (isComplete) {
    return {
      type,
      status: "True",
      reason: "NewReplicaSetAvailable",
      message: `${subject} has successfully progressed.`,
    }
  }
  const deadline = numberAt(deployment, "spec", "progressDeadlineSeconds") ?? 600
  const before = conditionOf(deployment, type)
  const isSameSet = (textAt(before, "message") ?? "").startsWith(subject)
  const reason = textAt(before, "reason")
  const isWaiting = reason === "ReplicaSetUpdated" || reason === "ProgressDeadlineExceeded"
  if (isSameSet && isWaiting && secondsSinceUpdate(deployment, type) > deadline) {
    return {
      type,
      status: "False",
      reason: "ProgressDeadlineExceeded",
      message: `${subject} has timed out progressing.`,
    }
  }
  if (isSameSet && reason === "ProgressDeadlineExceeded") {
    return { type, status: "False", reason, message: `${subject} has timed out progressing.` }
  }
  return { type, status: "True", reason: "ReplicaSetUpdated", message: `${subject} is progressing.` }
}
