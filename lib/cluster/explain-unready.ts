import { type Judgement, judgeHealth } from "./judge-health"
import type { NamespaceState, Workload } from "./read-namespace"
import type { ClusterEvent } from "./workload-schema"

export type Child = { kind: string; name: string; judgement: Judgement }
/** Something that is not ready yet, and why, down to the pod and its last event. */
export type Unready = { kind: string; name: string; why: string; degraded: boolean }

/** Whether Helm made it for this release, by the note that Helm leaves on everything. */
const isOf = (release: string) => (workload: Workload) =>
  workload.metadata.annotations?.["meta.helm.sh/release-name"] === release

/** The workloads of a release that are not ready. Jobs of hooks count too: Helm waits for them. */
export function explainUnready(state: NamespaceState, release: string): Unready[] {
  const hookJobs = (workload: Workload) =>
    workload.kind === "Job" && workload.metadata.annotations?.["helm.sh/hook"] !== undefined
  const isWaitedFor = (workload: Workload) => isOf(release)(workload) || hookJobs(workload)
  return state.workloads.filter(isWaitedFor).flatMap((workload) => explain(state, workload))
}

/** The same once Helm is done, when what is left of hooks tells nothing of the release. */
export function unreadyWorkloads(state: NamespaceState, release: string): Unready[] {
  return state.workloads.filter(isOf(release)).flatMap((workload) => explain(state, workload))
}

function explain(state: NamespaceState, workload: Workload): Unready[] {
  const { health, message } = judgeHealth(workload.kind, workload)
  if (health === "HEALTHY") return []
  const ill = podsUnder(state, workload).filter(({ judgement }) => judgement.health !== "HEALTHY")
  const child = ill.find(({ judgement }) => judgement.health === "DEGRADED") ?? ill[0]
  const cause = child === undefined ? null : causeOf(state, child)
  const why = [message, cause].filter((part) => part !== null).join(" ")
  const { name } = workload.metadata
  const degraded = health === "DEGRADED" || child?.judgement.health === "DEGRADED"
  return [{ kind: workload.kind, name, why, degraded }]
}

function causeOf(state: NamespaceState, { name, judgement }: Child): string {
  const event = lastWarning(state.events, "Pod", name)
  const repeats = event !== null && judgement.message?.includes(withoutError(event.message ?? ""))
  const said = [judgement.message, event === null || repeats ? null : eventText(event)]
  return `Pod ${name}: ${said.filter((part) => part !== null).join(" — ")}`
}

/** A kubelet says in an event `Error: …` of what the container's state says without it. */
const withoutError = (message: string) => message.replace(/^Error: /, "")

export const eventText = ({ reason, message }: ClusterEvent) =>
  [reason, message].filter((part) => part !== null && part !== undefined && part !== "").join(": ")

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
      .sort((one, other) => at(one).localeCompare(at(other)))
      .at(-1) ?? null
  )
}

/** The pods that a workload made, by way of its newest ReplicaSet where there is one. */
export function podsUnder(state: NamespaceState, workload: Workload): Child[] {
  const owned = (owner: Workload) =>
    state.workloads.filter(({ metadata }) =>
      metadata.ownerReferences?.some(({ uid, kind, name }) =>
        uid === "" ? kind === owner.kind && name === owner.metadata.name : uid === owner.metadata.uid,
      ),
    )
  const direct = owned(workload)
  const pods = [...direct, ...direct.filter(({ kind }) => kind === "ReplicaSet").flatMap(owned)]
  return pods
    .filter(({ kind }) => kind === "Pod")
    .map((pod) => ({ kind: "Pod", name: pod.metadata.name, judgement: judgeHealth("Pod", pod) }))
}
