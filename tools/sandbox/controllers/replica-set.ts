import { numberAt } from "../json"
import { kinds } from "../kinds"
import { type KubeObject, nameOf } from "../kube-object"
import type { Controller, ControllerContext } from "./controller-context"
import { isReady } from "./pod"
import { countOrUndefined, createPod, generationOf, isAlive, randomSuffix } from "./pods-of"

export const replicaSetController: Controller = (context, set) => {
  const pods = context.owned(set, kinds.pod).filter(isAlive)
  const replicas = numberAt(set, "spec", "replicas") ?? 1
  for (let count = pods.length; count < replicas; count++) addPod(context, set)
  const leastReadyFirst = pods.toSorted((a, b) => Number(isReady(a)) - Number(isReady(b)))
  for (const pod of leastReadyFirst.slice(0, Math.max(0, pods.length - replicas))) {
    context.remove(kinds.pod, pod)
    context.recordEvent(
      set,
      "Normal",
      "SuccessfulDelete",
      `Deleted pod: ${nameOf(pod)}`,
      "replicaset-controller",
    )
  }
  const ready = pods.filter(isReady).length
  context.setStatus(kinds.replicaSet, set, {
    replicas: Math.min(pods.length, replicas),
    fullyLabeledReplicas: countOrUndefined(Math.min(pods.length, replicas)),
    readyReplicas: countOrUndefined(Math.min(ready, replicas)),
    availableReplicas: countOrUndefined(Math.min(ready, replicas)),
    observedGeneration: generationOf(set),
  })
  return undefined
}

function addPod(context: ControllerContext, set: KubeObject): void {
  const pod = createPod(context, set, `${nameOf(set)}-${randomSuffix()}`)
  if (pod === null) return
  context.recordEvent(
    set,
    "Normal",
    "SuccessfulCreate",
    `Created pod: ${nameOf(pod)}`,
    "replicaset-controller",
  )
}
