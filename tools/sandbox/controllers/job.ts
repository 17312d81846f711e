import { numberAt, textAt, valueAt } from "../json"
import { kinds } from "../kinds"
import { type KubeObject, nameOf, timestamp } from "../kube-object"
import { type Condition, isTrue, withTimes } from "./conditions"
import type { Controller, ControllerContext } from "./controller-context"
import { createDeclared } from "./declared-objects"
import { isReady } from "./pod"
import { countOrUndefined, createPod, isAlive, phase, randomSuffix } from "./pods-of"

const component = "job-controller"
/** A real controller waits 10 s before the first retry and doubles that; the sandbox retries faster. */
const firstBackoffMs = 50

/** Runs pods until enough have succeeded, or more have failed than `backoffLimit` allows. */
export const jobController: Controller = (context, job) => {
  if (isTrue(job, "Complete") || isTrue(job, "Failed")) return deleteAfterTtl(context, job)
  if (valueAt(job, "spec", "suspend") === true) {
    updateStatus(context, job, [
      { type: "Suspended", status: "True", reason: "JobSuspended", message: "Job suspended" },
    ])
    return undefined
  }
  const pods = context.owned(job, kinds.pod)
  const failed = pods.filter((pod) => phase(pod) === "Failed").length
  const succeeded = pods.filter((pod) => phase(pod) === "Succeeded").length
  const completions = numberAt(job, "spec", "completions") ?? 1
  if (succeeded >= completions) return complete(context, job)
  if (failed > (numberAt(job, "spec", "backoffLimit") ?? 6)) {
    return fail(context, job, "BackoffLimitExceeded", "Job has reached the specified backoff limit")
  }
  const remainingMs = deadlineLeft(job)
  if (remainingMs !== null && remainingMs <= 0)
    return fail(context, job, "DeadlineExceeded", "Job was active longer than specified deadline")
  updateStatus(context, job, [])
  const backoff = failed === 0 ? 0 : Math.min(firstBackoffMs * 2 ** (failed - 1), 400)
  const wait = backoff - sinceLastEnd(context, job, pods, failed)
  if (wait > 0) return wait
  addPods(context, job, pods, completions - succeeded)
  return remainingMs ?? undefined
}

function addPods(
  context: ControllerContext,
  job: KubeObject,
  pods: readonly KubeObject[],
  missing: number,
): void {
  const active = pods.filter(isAlive).length
  const parallelism = Math.min(numberAt(job, "spec", "parallelism") ?? 1, missing)
  for (let count = active; count < parallelism; count++) {
    const pod = createPod(context, job, `${nameOf(job)}-${randomSuffix()}`)
    if (pod !== null)
      context.recordEvent(job, "Normal", "SuccessfulCreate", `Created pod: ${nameOf(pod)}`, component)
  }
}

/** Milliseconds since the last failure was observed. */
function sinceLastEnd(
  context: ControllerContext,
  job: KubeObject,
  pods: readonly KubeObject[],
  failed: number,
): number {
  if (failed === 0) return 0
  const youngest = Math.min(...pods.map((pod) => context.ageOf(pod)))
  const defaultLifetimeMs = 300
  return Number.isFinite(youngest) && job.status !== undefined
    ? youngest - defaultLifetimeMs
    : defaultLifetimeMs
}

function deadlineLeft(job: KubeObject): number | null {
  const seconds = numberAt(job, "spec", "activeDeadlineSeconds")
  const start = textAt(job, "status", "startTime")
  if (seconds === undefined) return null
  return start === undefined ? seconds * 1_000 : Date.parse(start) + seconds * 1_000 - Date.now()
}

function complete(context: ControllerContext, job: KubeObject): undefined {
  const reason = { reason: "CompletionsReached", message: "Reached expected number of succeeded pods" }
  createDeclared(context, job, component)
  context.recordEvent(job, "Normal", "Completed", "Job completed", component)
  updateStatus(context, job, [
    { type: "SuccessCriteriaMet", status: "True", ...reason },
    { type: "Complete", status: "True", ...reason },
  ])
}

function fail(context: ControllerContext, job: KubeObject, reason: string, message: string): undefined {
  context.recordEvent(job, "Warning", reason, message, component)
  for (const pod of context.owned(job, kinds.pod).filter(isAlive)) context.remove(kinds.pod, pod)
  updateStatus(context, job, [
    { type: "FailureTarget", status: "True", reason, message },
    { type: "Failed", status: "True", reason, message },
  ])
}

function updateStatus(context: ControllerContext, job: KubeObject, conditions: readonly Condition[]): void {
  const pods = context.owned(job, kinds.pod)
  const isComplete = conditions.some(({ type }) => type === "Complete")
  context.setStatus(kinds.job, job, {
    startTime: textAt(job, "status", "startTime") ?? timestamp(),
    active: countOrUndefined(pods.filter(isAlive).length),
    ready: pods.filter((pod) => isAlive(pod) && isReady(pod)).length,
    succeeded: countOrUndefined(pods.filter((pod) => phase(pod) === "Succeeded").length),
    failed: countOrUndefined(pods.filter((pod) => phase(pod) === "Failed").length),
    terminating: 0,
    uncountedTerminatedPods: {},
    ...(conditions.length > 0 ? { conditions: withTimes(job, conditions) } : {}),
    ...(isComplete ? { completionTime: timestamp() } : {}),
  })
}

function deleteAfterTtl(context: ControllerContext, job: KubeObject): number | undefined {
  const seconds = numberAt(job, "spec", "ttlSecondsAfterFinished")
  if (seconds === undefined) return undefined
  const end = textAt(job, "status", "completionTime") ?? textAt(job, "status", "startTime") ?? timestamp()
  const remainingMs = Date.parse(end) + seconds * 1_000 - Date.now()
  if (remainingMs > 0) return remainingMs
  context.remove(kinds.job, job)
  return undefined
}
