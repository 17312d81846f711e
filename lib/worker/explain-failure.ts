import { type Cause, type CauseObject, type CauseReason, maskCause } from "@/lib/fleet/operations/cause"
import type { Unready } from "@/lib/kube/cluster/explain-unready"
import { KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { HelmError, type HelmErrorKind } from "@/lib/kube/helm/helm-error"
import { cleanLine } from "@/lib/kube/helm/output"
import { DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"

/** Why a change failed: `text` contains all details, `cause` the summary. Neither is masked or truncated yet. */
export type Failure = { text: string; cause: Cause }

/** A failure as it is recorded. */
export type MaskedFailure = { error: string; cause: Cause }

export const maskFailure = ({ text, cause }: Failure, mask: (text: string) => string): MaskedFailure => ({
  error: mask(text),
  cause: maskCause(cause, mask),
})

/** `namespace`: of the release, where the unready objects are. */
export function explainFailure(error: unknown, unready: readonly Unready[], namespace: string): Failure {
  if (error instanceof HelmError)
    return { text: textOf(error, unready), cause: causeOfHelm(error, unready, namespace) }
  if (error instanceof DomainError) return plainFailure(error.message, reasonOfDomain[error.kind] ?? "other")
  if (error instanceof KubernetesError)
    return plainFailure(textOfRequest(error), reasonOfStatus(error.status))
  log.error({ err: error }, "operation failed unexpectedly")
  return plainFailure("Internal error. See the worker's log for details.", "other")
}

/** A failure of which only the message is known. */
export const plainFailure = (text: string, reason: CauseReason): Failure => ({
  text,
  cause: { summary: text, reason, objects: [] },
})

const reasonOfDomain: Partial<Record<DomainError["kind"], CauseReason>> = {
  forbidden: "forbidden",
  unavailable: "cluster_unavailable",
}

/** The message is a complete sentence if there is no usable response. */
const textOfRequest = ({ status, message }: KubernetesError) =>
  status === null || status === 401 ? message : `A request to the cluster failed: ${message}`

function reasonOfStatus(status: number | null): CauseReason {
  if (status === 401) return "unauthenticated"
  return status === 403 ? "forbidden" : "cluster_unavailable"
}

function textOf(error: HelmError, unready: readonly Unready[]): string {
  if (error.kind !== "not_ready" && error.kind !== "hook_failed") return error.message
  // Pods may log characters that the database does not accept.
  const causes = unready.map(
    ({ kind, name, explanation }) => `${withoutDot(cleanLine(`${kind} ${name}: ${explanation}`))}.`,
  )
  return [error.message, ...causes].join(" ")
}

const reasonOfKind: Record<HelmErrorKind, CauseReason> = {
  not_installed: "other",
  in_progress: "release_state",
  name_in_use: "release_state",
  not_found: "release_state",
  nothing_deployed: "release_state",
  not_ready: "timeout",
  hook_failed: "hook_failed",
  unreachable: "cluster_unavailable",
  unauthenticated: "unauthenticated",
  forbidden: "forbidden",
  owned_elsewhere: "owned_elsewhere",
  conflict: "conflict",
  invalid_values: "invalid_values",
  invalid_chart: "invalid_chart",
  webhook: "webhook_failed",
  rejected: "invalid_object",
  too_large: "too_large",
  cancelled: "cancelled",
  out_of_time: "timeout",
  out_of_memory: "resource_limit",
  too_much_output: "resource_limit",
  killed: "interrupted",
  unreadable: "other",
  other: "other",
}

/** Why Helm failed, with the objects that the cluster rejected or that did not become ready. Not masked yet. */
function causeOfHelm(error: HelmError, unready: readonly Unready[], namespace: string): Cause {
  const { kind, rejection, message } = error
  if (kind === "not_ready" || kind === "hook_failed") return causeOfWait(error, unready, namespace)
  const reason = rejection?.reason ?? reasonOfKind[kind]
  return { summary: message, reason, objects: rejectedObjects(error, namespace) }
}

/** Objects of an API refusal without a namespace are the release's: cluster-scoped ones are named in the sentence too. */
function rejectedObjects({ rejection }: HelmError, namespace: string): CauseObject[] {
  if (rejection === null || rejection.object === null) return []
  const { reason, object, message } = rejection
  return [{ ...object, namespace: object.namespace ?? namespace, reason, message: cleanLine(message) }]
}

function causeOfWait(error: HelmError, unready: readonly Unready[], namespace: string): Cause {
  const observed = byDecisiveness(unready).map((one) => ({ ...one, explanation: cleanLine(one.explanation) }))
  const objects = [
    ...rejectedObjects(error, namespace),
    ...observed.map(({ kind, name, explanation, reason }) => ({
      kind,
      name,
      namespace,
      reason,
      message: explanation,
    })),
    ...unobserved(error, observed),
  ]
  const decisive = objects.find(({ reason }) => reason !== null)
  const hook = /^A (\S+) hook/.exec(error.message)?.[1]
  if (hook !== undefined) {
    const summary =
      decisive === undefined || error.rejection !== null
        ? error.message
        : `A ${hook} hook of the chart failed: ${summaryOf(decisive)}`
    return { summary, reason: "hook_failed", objects }
  }
  const [first] = objects
  if (decisive?.reason) return { summary: summaryOf(decisive), reason: decisive.reason, objects }
  return { summary: first === undefined ? error.message : summaryOf(first), reason: "timeout", objects }
}

/** Objects that will not become ready by themselves come first, and a volume claim before the Pods that wait for it. */
function byDecisiveness(unready: readonly Unready[]): Unready[] {
  const weight = ({ degraded, reason, kind }: Unready) =>
    (degraded ? 0 : 4) + (reason === null ? 2 : 0) + (kind === "PersistentVolumeClaim" ? 0 : 1)
  return [...unready].sort((a, b) => weight(a) - weight(b))
}

/** Objects that Helm names but that were never observed: they may have failed between two reads of the cluster. */
function unobserved({ notReady }: HelmError, observed: readonly Unready[]): CauseObject[] {
  return notReady
    .filter(({ kind, name }) => !observed.some((object) => object.kind === kind && object.name === name))
    .map(({ kind, name, namespace, status, message }) => ({
      kind,
      name,
      namespace,
      reason: reasonOfUnobserved(kind, status),
      message: cleanLine([status === "InProgress" ? "" : status, message].filter((part) => part).join(": ")),
    }))
}

function reasonOfUnobserved(kind: string, status: string): CauseReason | null {
  if (kind === "PersistentVolumeClaim") return "volume_pending"
  return kind === "Job" && status === "Failed" ? "job_failed" : null
}

type Summary = (object: string, message: string) => string

const podsRefused: Summary = (object, message) =>
  `${object} cannot create its Pods: ${withoutDot(message.replace(/^.*Its Pods cannot be created: /, ""))}.`

const summaries: Partial<Record<CauseReason, Summary>> = {
  image_pull: (object, message) => `${object} cannot pull ${imageIn(message)}${pullProblem(message)}.`,
  crash_loop: (object, message) => `A container of ${object} keeps crashing${exitIn(message)}.`,
  container_config: (object, message) =>
    `A container of ${object} cannot start: ${withoutDot(
      /Create\w+: (.+?)(?: — |$)/.exec(message)?.[1] ?? message,
    )}.`,
  unschedulable: (object, message) =>
    `The Pods of ${object} cannot be scheduled: ${withoutDot(/Unschedulable: (.+?)(?: — |$)/.exec(message)?.[1] ?? message)}.`,
  volume_pending: (object, message) =>
    object.startsWith("PersistentVolumeClaim ")
      ? `${object} is not bound${claimProblem(message)}.`
      : `${object} waits for a PersistentVolumeClaim that is not bound.`,
  job_failed: (object, message) => `${object} failed: ${withoutDot(message)}.`,
  quota_exceeded: podsRefused,
  pod_security: podsRefused,
  policy_denied: podsRefused,
  webhook_denied: podsRefused,
  admission_denied: podsRefused,
}

function summaryOf({ kind, name, reason, message }: CauseObject): string {
  const summary = reason === null ? undefined : summaries[reason]
  const object = `${kind} ${name}`
  if (summary !== undefined) return summary(object, message ?? "")
  return `${object} did not become ready in time${message ? `: ${withoutDot(message)}` : ""}.`
}

const withoutDot = (text: string) => text.trim().replace(/\.$/, "")

function claimProblem(message: string): string {
  const problem = withoutDot(message.replace(/^It is \w+\.\s*/, ""))
  return problem === "" ? "" : `: ${problem}`
}

function imageIn(message: string): string {
  const [, image] = /image "([^"]{1,300})"/.exec(message) ?? []
  return image === undefined ? "its image" : `the image ${image}`
}

function pullProblem(message: string): string {
  if (/unauthorized|denied|authentication required|401|403/i.test(message))
    return ": the registry denies access"
  if (/not found|manifest unknown|does not exist/i.test(message)) return ": the image was not found"
  if (/no such host|i\/o timeout|connection rejection|deadline exceeded/i.test(message))
    return ": the registry does not respond"
  return /InvalidImageName/.test(message) ? ": the name is not valid" : ""
}

function exitIn(message: string): string {
  if (message.includes("OOMKilled")) return ": it runs out of memory"
  const [, code] = /exit code (\d+)/.exec(message) ?? []
  return code === undefined ? "" : ` with exit code ${code}`
}
