import { kinds } from "../kinds"
import { nameOf } from "../kube-object"
import type { Controller } from "./controller-context"
import { isReady } from "./pod"
import {
  countOrUndefined,
  createPod,
  generationOf,
  isAlive,
  ofRevision,
  randomSuffix,
  templateHash,
} from "./pods-of"

/** One pod, because the sandbox has one node. */
export const daemonSetController: Controller = (context, set) => {
  const revision = templateHash(set)
  const pods = context.owned(set, kinds.pod).filter(isAlive)
  const updated = pods.filter((pod) => ofRevision(pod, revision))
  for (const pod of pods) if (!updated.includes(pod)) context.remove(kinds.pod, pod)
  if (pods.length === 0) {
    const pod = createPod(context, set, `${nameOf(set)}-${randomSuffix()}`, {
      "controller-revision-hash": revision,
    })
    if (pod !== null) {
      context.recordEvent(
        set,
        "Normal",
        "SuccessfulCreate",
        `Created pod: ${nameOf(pod)}`,
        "daemonset-controller",
      )
    }
  }
  const ready = updated.filter(isReady).length
  context.setStatus(kinds.daemonSet, set, {
    observedGeneration: generationOf(set),
    currentNumberScheduled: Math.min(1, pods.length),
    desiredNumberScheduled: 1,
    numberMisscheduled: 0,
    numberReady: ready,
    updatedNumberScheduled: countOrUndefined(updated.length),
    numberAvailable: countOrUndefined(ready),
    numberUnavailable: countOrUndefined(1 - ready),
  })
  return undefined
}
