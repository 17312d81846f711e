import { type RollbackInput, rollbackArgs } from "@/lib/kube/helm/change-args"
import { type HelmContext, runHelm } from "@/lib/kube/helm/run-helm"
import { unstoppableSeconds } from "@/lib/kube/helm/wall-clock"

/**
 * Creates a new revision with the manifest of an old one. Helm returns nothing useful: read the history afterwards. Never
 * signalled: it cannot be cancelled, and outlives a killed process of ours (see `runningHelm`).
 */
export async function rollbackRelease(context: HelmContext, input: RollbackInput): Promise<void> {
  const limits = { wallClockSeconds: unstoppableSeconds(input), ...context.limits }
  const args = rollbackArgs(context.helm.major, input)
  const { timeoutSeconds } = input
  await runHelm({ ...context, limits }, { args, timeoutSeconds, maySignal: input.dryRun !== undefined })
}
