import { type UninstallInput, uninstallArgs } from "@/lib/kube/helm/change-args"
import { type HelmContext, runHelm } from "@/lib/kube/helm/run-helm"
import { unstoppableSeconds } from "@/lib/kube/helm/wall-clock"

/**
 * Removes the resources of the release and, unless `keepHistory`, Helm's history. Never signalled, like a rollback.
 * `not_found` when Helm does not have the release.
 */
export async function uninstallRelease(context: HelmContext, input: UninstallInput): Promise<void> {
  const limits = { wallClockSeconds: unstoppableSeconds(input), ...context.limits }
  const args = uninstallArgs(context.helm.major, input)
  await runHelm({ ...context, limits }, { args, timeoutSeconds: input.timeoutSeconds, maySignal: false })
}
