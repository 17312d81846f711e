import { numberAt, textAt, valueAt } from "../json"
import { kinds } from "../kinds"
import { type KubeObject, nameOf, timestamp } from "../kube-object"
import { type Condition, isTrue, withTimes } from "./conditions"
import { createDeclared } from "./declared-objects"
import type { Controller, Life } from "./life"
import { isReady } from "./pod"
import { createPod, isAlive, phase, randomSuffix, some } from "./pods-of"

const component = "job-controller"
/** A real controller waits 10 s before the first retry and doubles that; the sandbox retries faster. */
const firstBackoffMs = 50

/** Runs pods until enough have succeeded, or more have failed than `backoffLimit` allows. */
export const jobController: Controller = (life, job) => {
  if (isTrue(job, "Complete") || isTrue(job, "Failed")) return afterwards(life, job)
  if (valueAt(job, "spec", "suspend") === true) {
    updateStatus(life, job, [
      { type: "Suspended", status: "True", reason: "JobSuspended", message: "Job suspended" },
    ])
    return undefined
  }
  const pods = life.owned(job, kinds.pod)
  const failed = pods.filter((pod) => phase(pod) === "Failed").length
  const succeeded = pods.filter((pod) => phase(pod) === "Succeeded").length
  const completions = numberAt(job, "spec", "completions") ?? 1
  if (succeeded >= completions) return complete(life, job)
  if (failed > (numberAt(job, "spec", "backoffLimit") ?? 6)) {
    return fail(life, job, "BackoffLimitExceeded", "Job has reached the specified backoff limit")
  }
  const left = deadlineLeft(job)
  if (left !== null && left <= 0)
    return fail(life, job, "DeadlineExceeded", "Job was active longer than specified deadline")
  updateStatus(life, job, [])
  const backoff = failed === 0 ? 0 : Math.min(firstBackoffMs * 2 ** (failed - 1), 400)
  const wait = backoff - sinceLastEnd(life, job, pods, failed)
  if (wait > 0) return wait
  addPods(life, job, pods, completions - succeeded)
  return left ?? undefined
}

function addPods(life: Life, job: KubeObject, pods: readonly KubeObject[], missing: number): void {
  const active = pods.filter(isAlive).length
  const wanted = Math.min(numberAt(job, "spec", "parallelism") ?? 1, missing)
  for (let count = active; count < wanted; count++) {
    const pod = createPod(life, job, `${nameOf(job)}-${randomSuffix()}`)
    if (pod !== null)
      life.recordEvent(job, "Normal", "SuccessfulCreate", `Created pod: ${nameOf(pod)}`, component)
  }
}

/** Milliseconds since the last failure was observed. */
function sinceLastEnd(life: Life, job: KubeObject, pods: readonly KubeObject[], failed: number): number {
  if (failed === 0) return 0
  const youngest = Math.min(...pods.map((pod) => life.ageOf(pod)))
  const usualLife = 300
  return Number.isFinite(youngest) && job.status !== undefined ? youngest - usualLife : usualLife
}

function deadlineLeft(job: KubeObject): number | null {
  const seconds = numberAt(job, "spec", "activeDeadlineSeconds")
  const start = textAt(job, "status", "startTime")
  if (seconds === undefined) return null
  return start === undefined ? seconds * 1_000 : Date.parse(start) + seconds * 1_000 - Date.now()
}

function complete(life: Life, job: KubeObject): undefined {
  const reason = { reason: "CompletionsReached", message: "Reached expected number of succeeded pods" }
  createDeclared(life, job, component)
  life.recordEvent(job, "Normal", "Completed", "Job completed", component)
  updateStatus(life, job, [
    { type: "SuccessCriteriaMet", status: "True", ...reason },
    { type: "Complete", status: "True", ...reason },
  ])
}

function fail(life: Life, job: KubeObject, reason: string, message: string): undefined {
  life.recordEvent(job, "Warning", reason, message, component)
  for (const pod of life.owned(job, kinds.pod).filter(isAlive)) life.remove(kinds.pod, pod)
  updateStatus(life, job, [
    { type: "FailureTarget", status: "True", reason, message },
    { type: "Failed", status: "True", reason, message },
  ])
}

function updateStatus(life: Life, job: KubeObject, conditions: readonly Condition[]): void {
  const pods = life.owned(job, kinds.pod)
  const isComplete = conditions.some(({ type }) => type === "Complete")
  life.setStatus(kinds.job, job, {
    startTime: textAt(job, "status", "startTime") ?? timestamp(),
    active: some(pods.filter(isAlive).length),
    ready: pods.filter((pod) => isAlive(pod) && isReady(pod)).length,
    succeeded: some(pods.filter((pod) => phase(pod) === "Succeeded").length),
    failed: some(pods.filter((pod) => phase(pod) === "Failed").length),
    terminating: 0,
    uncountedTerminatedPods: {},
    ...(conditions.length > 0 ? { conditions: withTimes(job, conditions) } : {}),
    ...(isComplete ? { completionTime: timestamp() } : {}),
  })
}

function afterwards(life: Life, job: KubeObject): number | undefined {
  const seconds = numberAt(job, "spec", "ttlSecondsAfterFinished")
  if (seconds === undefined) return undefined
  const end = textAt(job, "status", "completionTime") ?? textAt(job, "status", "startTime") ?? timestamp()
  const left = Date.parse(end) + seconds * 1_000 - Date.now()
  if (left > 0) return left
  life.remove(kinds.job, job)
  return undefined
}
