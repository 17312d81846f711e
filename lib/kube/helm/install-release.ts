import { type InstallInput, installArgs } from "@/lib/kube/helm/change-args"
import { readRelease } from "@/lib/kube/helm/read-release"
import { type HelmContext, runHelm } from "@/lib/kube/helm/run-helm"
import type { ReleaseRecord } from "@/lib/kube/helm/schema"
import { wallClockSeconds } from "@/lib/kube/helm/wall-clock"

/** Installs, or with `dryRun` previews the install. `values` is YAML or JSON text, passed through stdin. */
export async function installRelease(
  context: HelmContext,
  input: InstallInput & { values: string },
): Promise<ReleaseRecord> {
  const limits = { wallClockSeconds: wallClockSeconds(input), ...context.limits }
  const args = installArgs(context.helm.major, input)
  const { values, timeoutSeconds, dryRun } = input
  const run = { args, input: values, timeoutSeconds, isDryRun: dryRun !== undefined }
  return readRelease(input.namespace, await runHelm({ ...context, limits }, run))
}
