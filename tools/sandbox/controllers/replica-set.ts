import { numberAt } from "../json"
import { kinds } from "../kinds"
import { type KubeObject, nameOf } from "../kube-object"
import type { Controller, Life } from "./life"
import { isReady } from "./pod"
import { createPod, generationOf, isAlive, randomSuffix, some } from "./pods-of"

export const replicaSetController: Controller = (life, set) => {
  const pods = life.owned(set, kinds.pod).filter(isAlive)
  const wanted = numberAt(set, "spec", "replicas") ?? 1
  for (let count = pods.length; count < wanted; count++) addPod(life, set)
  const leastReadyFirst = pods.toSorted((a, b) => Number(isReady(a)) - Number(isReady(b)))
  for (const pod of leastReadyFirst.slice(0, Math.max(0, pods.length - wanted))) {
    life.remove(kinds.pod, pod)
    life.recordEvent(
      set,
      "Normal",
      "SuccessfulDelete",
      `Deleted pod: ${nameOf(pod)}`,
      "replicaset-controller",
    )
  }
  const ready = pods.filter(isReady).length
  life.setStatus(kinds.replicaSet, set, {
    replicas: Math.min(pods.length, wanted),
    fullyLabeledReplicas: some(Math.min(pods.length, wanted)),
    readyReplicas: some(Math.min(ready, wanted)),
    availableReplicas: some(Math.min(ready, wanted)),
    observedGeneration: generationOf(set),
  })
  return undefined
}

function addPod(life: Life, set: KubeObject): void {
  const pod = createPod(life, set, `${nameOf(set)}-${randomSuffix()}`)
  if (pod === null) return
  life.recordEvent(set, "Normal", "SuccessfulCreate", `Created pod: ${nameOf(pod)}`, "replicaset-controller")
}
