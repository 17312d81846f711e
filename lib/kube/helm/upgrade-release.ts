import { type UpgradeInput, upgradeArgs } from "@/lib/kube/helm/change-args"
import { readRelease } from "@/lib/kube/helm/read-release"
import { type HelmContext, runHelm } from "@/lib/kube/helm/run-helm"
import type { ReleaseRecord } from "@/lib/kube/helm/schema"
import { wallClockSeconds } from "@/lib/kube/helm/wall-clock"

/** Upgrades, or with `dryRun` previews the upgrade. `values` is YAML or JSON text, passed through stdin. */
export async function upgradeRelease(
  context: HelmContext,
  input: UpgradeInput & { values: string },
): Promise<ReleaseRecord> {
  const limits = { wallClockSeconds: wallClockSeconds(input), ...context.limits }
  const args = upgradeArgs(context.helm.major, input)
  const { values, timeoutSeconds, dryRun } = input
  const run = { args, input: values, timeoutSeconds, isDryRun: dryRun !== undefined }
  return readRelease(input.namespace, await runHelm({ ...context, limits }, run))
}
