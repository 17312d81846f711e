import { admissionReason } from "@/lib/kube/helm/api-refusal"
import { type Assessment, assessHealth, podsRefused, reasonText } from "./assess-health"
import type { NamespaceState, Workload } from "./read-namespace"
import type { ClusterEvent } from "./workload-schema"

export type PodAssessment = { name: string; assessment: Assessment }
/** A workload that is not ready yet, and why, including its pod and the pod's last event. */
export type Unready = {
  kind: string
  name: string
  explanation: string
  degraded: boolean
  /** Null while it only needs more time. */
  reason: UnreadyReason | null
}

type UnreadyReason =
  | "image_pull"
  | "crash_loop"
  | "container_config"
  | "unschedulable"
  | "volume_pending"
  | "job_failed"
  | ReturnType<typeof admissionReason>

/** A hook of a release, as listed in its revision. */
export type Hook = { kind: string; name: string }

const isOwned = ({ metadata }: Workload) => (metadata.ownerReferences ?? []).length > 0
/** A hook of any release; only the revision identifies which. */
const isHook = (workload: Workload) =>
  !isOwned(workload) && workload.metadata.annotations?.["helm.sh/hook"] !== undefined

/**
 * Whether Helm created the workload for this release, by Helm's annotation. Controllers copy annotations to the objects
 * they create, so objects with an owner do not count.
 */
const isOf = (releaseName: string) => (workload: Workload) =>
  !isOwned(workload) && workload.metadata.annotations?.["meta.helm.sh/release-name"] === releaseName

export const hasHooks = ({ workloads }: NamespaceState) => workloads.some(isHook)

/**
 * The workloads of a release that are not ready, and its hooks, for which Helm waits too. After Helm has finished, leftover
 * hooks say nothing about the release.
 */
export function explainUnready(
  state: NamespaceState,
  releaseName: string,
  hooks: readonly Hook[] = [],
): Unready[] {
  const isOwnHook = (workload: Workload) =>
    isHook(workload) &&
    hooks.some(({ kind, name }) => kind === workload.kind && name === workload.metadata.name)
  return state.workloads
    .filter((workload) => isOf(releaseName)(workload) || isOwnHook(workload))
    .flatMap((workload) => explain(state, workload))
}

function explain(state: NamespaceState, workload: Workload): Unready[] {
  const { kind } = workload
  const { health, message } = assessHealth(kind, workload)
  if (health === "HEALTHY") return []
  const { name } = workload.metadata
  const refusal = health === "DEGRADED" ? null : refusedPods(state, workload)
  if (refusal !== null)
    return [{ kind, name, explanation: refusal, degraded: true, reason: reasonIn(refusal) }]
  const unhealthy = podsUnder(state, workload).filter(({ assessment }) => assessment.health !== "HEALTHY")
  const child = unhealthy.find(({ assessment }) => assessment.health === "DEGRADED") ?? unhealthy[0]
  const cause = child === undefined ? claimEventText(state, workload) : causeOf(state, child)
  const explanation = [message, cause].filter((part) => part !== null).join(" ")
  const degraded = health === "DEGRADED" || child?.assessment.health === "DEGRADED"
  const reason =
    reasonIn(child?.assessment.message ?? "") ?? reasonIn(message ?? "") ?? reasonByKind(workload)
  return [{ kind, name, explanation, degraded, reason }]
}

/** Reads the Kubernetes reason at the start of a health message. */
function reasonIn(message: string): UnreadyReason | null {
  const [match, cause] = /^Its Pods cannot be created: ([\s\S]*)$/.exec(message) ?? []
  if (match !== undefined) return admissionReason(cause ?? "")
  if (/^(?:ErrImage|ImagePull|ImageInspect|InvalidImage|RegistryUnavailable)/.test(message))
    return "image_pull"
  if (message.startsWith("CrashLoopBackOff")) return "crash_loop"
  if (/^(?:CreateContainer|RunContainer)/.test(message)) return "container_config"
  if (!/^(?:Unschedulable|SchedulerError)/.test(message)) return null
  return /PersistentVolumeClaim|persistentvolumeclaim/.test(message) ? "volume_pending" : "unschedulable"
}

function reasonByKind(workload: Workload): UnreadyReason | null {
  if (workload.kind === "PersistentVolumeClaim") return "volume_pending"
  const isFailed = assessHealth(workload.kind, workload).health === "DEGRADED"
  return workload.kind === "Job" && isFailed ? "job_failed" : null
}

function claimEventText(state: NamespaceState, { kind, metadata }: Workload): string | null {
  if (kind !== "PersistentVolumeClaim") return null
  const event = lastWarning(state.events, kind, metadata.name)
  return event && reasonText(event)
}

/** Why the Pods of a workload are rejected, for kinds that do not report it in a condition. */
export function refusedPods(state: NamespaceState, workload: Workload): string | null {
  const makers = [workload, ...owned(state, workload).filter(({ kind }) => kind === "ReplicaSet")]
  const unreadyMakers = makers.filter((maker) => assessHealth(maker.kind, maker).health !== "HEALTHY")
  for (const { kind, metadata } of unreadyMakers) {
    const event = lastWarning(state.events, kind, metadata.name)
    if (event?.reason === "FailedCreate" && isRefusal(event.message ?? ""))
      return podsRefused(event.message ?? "")
  }
  return null
}

/** Conflicts with objects created at the same time resolve by themselves. */
const isRefusal = (message: string) =>
  / is forbidden: |violates PodSecurity|exceeded quota|denied/.test(message)

function causeOf(state: NamespaceState, { name, assessment }: PodAssessment): string {
  const event = lastWarning(state.events, "Pod", name)
  const repeats = event !== null && assessment.message?.includes(withoutPrefix(event.message ?? ""))
  const parts = [assessment.message, event === null || repeats ? null : reasonText(event)]
  return `Pod ${name}: ${parts.filter((part) => part !== null).join(" — ")}`
}

/** Prefixes that the kubelet adds to event messages, but not to the messages of container states. */
const withoutPrefix = (message: string) => message.replace(/^(?:Error: |Failed to pull image "[^"]*": )/, "")

export function lastWarning(
  events: readonly ClusterEvent[],
  kind: string,
  name: string,
): ClusterEvent | null {
  const at = (event: ClusterEvent) =>
    event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? ""
  return (
    events
      .filter(({ type, involvedObject }) => {
        return type === "Warning" && involvedObject.kind === kind && involvedObject.name === name
      })
      .sort((a, b) => at(a).localeCompare(at(b)))
      .at(-1) ?? null
  )
}

function owned({ workloads }: NamespaceState, owner: Workload): Workload[] {
  return workloads.filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ uid, kind, name }) =>
      uid === "" ? kind === owner.kind && name === owner.metadata.name : uid === owner.metadata.uid,
    ),
  )
}

/** The pods of a workload, those of its newest ReplicaSet if it has one. */
export function podsUnder(state: NamespaceState, workload: Workload): PodAssessment[] {
  const direct = owned(state, workload)
  const replicaSets = direct.filter(({ kind }) => kind === "ReplicaSet")
  const pods = [...direct, ...replicaSets.flatMap((replicaSet) => owned(state, replicaSet))]
  return pods
    .filter(({ kind }) => kind === "Pod")
    .map((pod) => ({ name: pod.metadata.name, assessment: assessHealth("Pod", pod) }))
}
