import type { LiveObject } from "./workload-schema"

export const healthStates = ["HEALTHY", "PROGRESSING", "DEGRADED", "MISSING", "UNKNOWN"] as const
export type Health = (typeof healthStates)[number]
/** `ready`: for example `1/2`, for kinds with replicas. `message`: why the object is not healthy. */
export type Assessment = { health: Health; message: string | null; ready: string | null }

const healthy: Assessment = { health: "HEALTHY", message: null, ready: null }

const unhealthy =
  (health: Health) =>
  (message: string | null, ready: string | null = null): Assessment => ({ health, message, ready })
const progressing = unhealthy("PROGRESSING")
const degraded = unhealthy("DEGRADED")

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
    const failed = conditionOf(object, /^Failed$/)
    if (failed !== undefined) return degraded(reasonText(failed) ?? "Failed")
    const desired = object.spec?.completions ?? 1
    const ready = `${status.succeeded ?? 0}/${desired}`
    if (conditionOf(object, /^Complete$/) !== undefined) return { ...healthy, ready }
    return progressing("It has not completed yet.", ready)
  },
  Pod: assessPod,
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
  const refused = conditionOf(object, /^ReplicaFailure$/)
  if (refused !== undefined) return degraded(podsRefused(refused.message ?? ""), ratio)
  const exceeded = object.status?.conditions?.find(({ reason }) => reason === "ProgressDeadlineExceeded")
  if (exceeded !== undefined) return degraded(exceeded.message ?? "The rollout does not progress.", ratio)
  const { generation = 0 } = object.metadata
  if ((object.status?.observedGeneration ?? generation) < generation)
    return progressing("The controller has not observed the change yet.", ratio)
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
  if (status.phase === "Failed") return degraded(reasonText(status) ?? exitOf(containers), ready)
  for (const { state, lastState } of containers) {
    const waiting = state?.waiting
    if (waiting?.reason && stuck.test(waiting.reason)) {
      const before = waiting.reason === "CrashLoopBackOff" ? lastExit(lastState?.terminated) : null
      const message = [waiting.message, before].filter((part) => part).join(" — ")
      return degraded(reasonText({ reason: waiting.reason, message }), ready)
    }
  }
  const unscheduled = conditionOf(object, /^PodScheduled$/, "False")
  if (unscheduled !== undefined) return progressing(reasonText(unscheduled), ready)
  return conditionOf(object, /^Ready$/) === undefined
    ? progressing("It is not ready yet.", ready)
    : { ...healthy, ready }
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
  const failed = conditionOf(object, /^(Ready|Available|Healthy|Established)$/, "False")
  return failed === undefined ? healthy : progressing(reasonText(failed))
}

const conditionOf = (object: LiveObject, type: RegExp, expected = "True") =>
  object.status?.conditions?.find((condition) => type.test(condition.type) && condition.status === expected)

/** The reason and message of a condition, a state or an event; null without either. */
export function reasonText(stated: { reason?: string | null; message?: string | null }): string | null {
  return [stated.reason, stated.message].filter((part) => part).join(": ") || null
}
