import { type RollbackInput, rollbackArgs } from "@/lib/kube/helm/change-args"
import { type HelmContext, runHelm } from "@/lib/kube/helm/run-helm"
import { unstoppableSeconds } from "@/lib/kube/helm/wall-clock"

/**
 * Makes a new revision with the manifest of an old one. Helm answers nothing of use: read the history after it.
 * It is never signalled: cancelling does nothing, and it outlives a killed process of ours (see `runningHelm`).
 */
export async function rollbackRelease(context: HelmContext, input: RollbackInput): Promise<void> {
  const limits = { wallClockSeconds: unstoppableSeconds(input), ...context.limits }
  const args = rollbackArgs(context.helm.major, input)
  const { timeoutSeconds } = input
  await runHelm({ ...context, limits }, { args, timeoutSeconds, maySignal: input.dryRun !== undefined })
}
