import type { LiveObject } from "./workload-schema"

export type Health = "HEALTHY" | "PROGRESSING" | "DEGRADED" | "MISSING" | "UNKNOWN"
/** `ready`: for example `1/2`, for kinds with replicas. `message`: why the object is not healthy. */
export type Assessment = { health: Health; message: string | null; ready: string | null }

const healthy: Assessment = { health: "HEALTHY", message: null, ready: null }

const progressing = (message: string | null, ready: string | null = null): Assessment => ({
  health: "PROGRESSING",
  message,
  ready,
})
const degraded = (message: string | null, ready: string | null = null): Assessment => ({
  health: "DEGRADED",
  message,
  ready,
})
type Status = NonNullable<LiveObject["status"]>

/** Derives the health of a live object from its status; objects without a status are healthy once they exist. */
export function assessHealth(kind: string, object: LiveObject): Assessment {
  if (object.metadata.deletionTimestamp) return progressing("It is being deleted.")
  const assess = assessors[kind]
  return assess === undefined ? byConditions(object) : assess(object, object.status ?? {})
}

const assessors: Record<string, (object: LiveObject, status: Status) => Assessment> = {
  Deployment: (object, status) => {
    const assessed = assessReplicated(object, status.readyReplicas ?? 0, status.updatedReplicas ?? 0)
    // Old replicas stay until the new ones are ready, and would hide that the new ones are not.
    const old = (status.replicas ?? 0) - (status.updatedReplicas ?? 0)
    return assessed.health === "HEALTHY" && old > 0
      ? { ...assessed, health: "PROGRESSING", message: `${old} of the previous revision still running.` }
      : assessed
  },
  ReplicaSet: (object, status) => assessReplicated(object, status.readyReplicas ?? 0, status.replicas ?? 0),
  StatefulSet: (object, status) =>
    assessReplicated(object, status.readyReplicas ?? 0, status.updatedReplicas ?? 0),
  DaemonSet: (object, status) =>
    assessReplicas(
      object,
      status.numberReady ?? 0,
      status.updatedNumberScheduled ?? 0,
      status.desiredNumberScheduled ?? 0,
    ),
  Job: (object, status) => {
    const failed = conditionOf(object, "Failed")
    if (failed !== null) return degraded(failed)
    const desired = object.spec?.completions ?? 1
    const ready = `${status.succeeded ?? 0}/${desired}`
    if (conditionOf(object, "Complete") !== null) return { health: "HEALTHY", message: null, ready }
    return progressing("It has not completed yet.", ready)
  },
  Pod: (object, status) => assessPod(object, status),
  PersistentVolumeClaim: (_object, { phase }) =>
    phase === "Bound" ? healthy : (phase === "Lost" ? degraded : progressing)(`It is ${phase ?? "pending"}.`),
  Service: (object, status) =>
    object.spec?.type === "LoadBalancer" && (status.loadBalancer?.ingress ?? []).length === 0
      ? progressing("It has no load balancer address yet.")
      : healthy,
}

function assessReplicated(object: LiveObject, ready: number, updated: number): Assessment {
  return assessReplicas(object, ready, updated, object.spec?.replicas ?? 1)
}

function assessReplicas(object: LiveObject, ready: number, updated: number, desired: number): Assessment {
  const ratio = `${ready}/${desired}`
  const { generation } = object.metadata
  const observedGeneration = object.status?.observedGeneration ?? generation
  const replicaFailure = object.status?.conditions?.find(
    ({ type, status }) => type === "ReplicaFailure" && status === "True",
  )
  if (replicaFailure !== undefined) return degraded(podsRefused(replicaFailure.message ?? ""), ratio)
  const deadlineExceeded = object.status?.conditions?.find(
    ({ reason }) => reason === "ProgressDeadlineExceeded",
  )
  if (deadlineExceeded !== undefined)
    return degraded(deadlineExceeded.message ?? "The rollout does not progress.", ratio)
  if (
    generation !== undefined &&
    observedGeneration !== undefined &&
    observedGeneration !== null &&
    observedGeneration < generation
  ) {
    return progressing("The controller has not observed the change yet.", ratio)
  }
  if (ready >= desired && updated >= desired) return { ...healthy, ready: ratio }
  const message = updated < desired ? `${updated} of ${desired} updated.` : `${ratio} ready.`
  return progressing(message, ratio)
}

/** The API server's reason for rejecting a Pod of a workload, without the generated Pod name. */
export function podsRefused(message: string): string {
  const reason = message
    .replace(/^(?:Error creating|create Pod \S+ in StatefulSet \S+ failed error): /, "")
    .replace(/^pods? "[^"]*" is forbidden: /, "")
  return `Its Pods cannot be created: ${reason.replace(/\.$/, "")}.`
}

/** Waiting reasons that a container does not recover from without intervention. */
const stuck =
  /BackOff|ErrImage|InvalidImage|CreateContainerConfigError|CreateContainerError|RunContainerError/

function assessPod(object: LiveObject, status: Status): Assessment {
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]
  const ready = `${containers.filter((container) => container.ready).length}/${containers.length}`
  if (status.phase === "Succeeded") return { ...healthy, ready }
  if (status.phase === "Failed")
    return degraded(join(status.reason, status.message) ?? exitOf(containers), ready)
  for (const { state, lastState } of containers) {
    const waiting = state?.waiting
    if (waiting?.reason && stuck.test(waiting.reason)) {
      const before = waiting.reason === "CrashLoopBackOff" ? lastExit(lastState?.terminated) : null
      const parts = [waiting.message, before].filter((part) => part !== null && part !== undefined)
      return degraded(join(waiting.reason, parts.join(" — ")), ready)
    }
  }
  const unscheduled = object.status?.conditions?.find(
    ({ type, status: conditionStatus }) => type === "PodScheduled" && conditionStatus === "False",
  )
  if (unscheduled !== undefined) return progressing(join(unscheduled.reason, unscheduled.message), ready)
  const isReady =
    status.conditions?.some(
      ({ type, status: conditionStatus }) => type === "Ready" && conditionStatus === "True",
    ) ?? false
  return isReady ? { ...healthy, ready } : progressing("It is not ready yet.", ready)
}

type Terminated = { reason?: string | null; exitCode?: number | null } | null | undefined

/** How a crashing container last ended: `OOMKilled`, or the exit code if the reason is only `Error`. */
function lastExit(terminated: Terminated): string | null {
  const { reason, exitCode } = terminated ?? {}
  if (reason && reason !== "Error" && reason !== "Completed") return reason
  return exitCode === undefined || exitCode === null ? (reason ?? null) : `exit code ${exitCode}`
}

function exitOf(containers: NonNullable<Status["containerStatuses"]>): string {
  const code = containers.map(({ state }) => state?.terminated?.exitCode).find((exit) => exit !== undefined)
  return code === undefined || code === null ? "It failed." : `It ended with exit code ${code}.`
}

/** Custom resources usually report health by a condition named Ready, Available or similar; others need not. */
function byConditions(object: LiveObject): Assessment {
  const failed = object.status?.conditions?.find(
    ({ type, status }) => /^(Ready|Available|Healthy|Established)$/.test(type) && status === "False",
  )
  return failed === undefined ? healthy : progressing(join(failed.reason, failed.message))
}

/** The message of a condition that is true, or null. */
function conditionOf(object: LiveObject, type: string): string | null {
  const condition = object.status?.conditions?.find(
    (condition) => condition.type === type && condition.status === "True",
  )
  return condition === undefined ? null : (join(condition.reason, condition.message) ?? type)
}

function join(reason: string | null | undefined, message: string | null | undefined): string | null {
  const parts = [reason, message].filter((part) => part !== null && part !== undefined && part !== "")
  return parts.length === 0 ? null : parts.join(": ")
}
