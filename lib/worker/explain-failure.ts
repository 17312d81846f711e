import type { Unready } from "@/lib/cluster/explain-unready"
import { KubernetesError } from "@/lib/cluster/kubernetes-api"
import { DomainError } from "@/lib/errors"
import { HelmError } from "@/lib/helm/helm-error"
import { cleanLine } from "@/lib/helm/output"
import { log } from "@/lib/log"

/**
 * Why a change failed, as a sentence that names the resource and the reason where they are known. Not masked yet, and for
 * that reason not cut either.
 */
export function explainFailure(error: unknown, unready: readonly Unready[]): string {
  if (error instanceof DomainError) return error.message
  if (error instanceof KubernetesError) return `The cluster cannot be asked: ${error.message}`
  if (!(error instanceof HelmError)) {
    log.error({ err: error }, "An operation failed unexpectedly")
    return "Something nobody foresaw; the log has the rest."
  }
  if (error.kind !== "not_ready" && error.kind !== "hook_failed") return error.message
  // Pods say what they like, also what no database takes.
  const causes = unready.map(({ kind, name, why }) => cleanLine(`${kind} ${name}: ${why}`))
  return [error.message, ...causes].join(" ")
}
