import type { Cause, CauseReason } from "@/lib/fleet/operations/cause"
import type { Unready } from "@/lib/kube/cluster/explain-unready"
import { KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { cleanLine } from "@/lib/kube/helm/output"
import { DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { causeOfHelm } from "./cause-of-helm"

/** Why a change failed: everything that is known as `text`, and in short as `cause`. Neither is masked or cut yet. */
export type Failure = { text: string; cause: Cause }

/** `namespace`: of the release, where the unready objects are. */
export function explainFailure(error: unknown, unready: readonly Unready[], namespace: string): Failure {
  if (error instanceof HelmError)
    return { text: textOf(error, unready), cause: causeOfHelm(error, unready, namespace) }
  if (error instanceof DomainError) return plainFailure(error.message, reasonOfDomain[error.kind] ?? "other")
  if (error instanceof KubernetesError)
    return plainFailure(`The cluster cannot be asked: ${error.message}`, reasonOfStatus(error.status))
  log.error({ err: error }, "operation failed unexpectedly")
  return plainFailure("Internal error. See the worker's log for details.", "other")
}

/** A failure of which nothing but the sentence is known. */
export const plainFailure = (text: string, reason: CauseReason): Failure => ({
  text,
  cause: { summary: text, reason, objects: [] },
})

const reasonOfDomain: Partial<Record<DomainError["kind"], CauseReason>> = {
  forbidden: "forbidden",
  unavailable: "cluster_unavailable",
}

function reasonOfStatus(status: number | null): CauseReason {
  if (status === 401) return "unauthenticated"
  return status === 403 ? "forbidden" : "cluster_unavailable"
}

function textOf(error: HelmError, unready: readonly Unready[]): string {
  if (error.kind !== "not_ready" && error.kind !== "hook_failed") return error.message
  // Pods may log characters that the database does not accept.
  const causes = unready.map(({ kind, name, why }) => cleanLine(`${kind} ${name}: ${why}`))
  return [error.message, ...causes].join(" ")
}
