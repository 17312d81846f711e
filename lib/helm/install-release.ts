import { type InstallInput, installArgs } from "@/lib/helm/change-args"
import { readJson } from "@/lib/helm/read-json"
import { type HelmContext, runHelm } from "@/lib/helm/run-helm"
import { type ReleaseRecord, releaseSchema } from "@/lib/helm/schema"
import { wallClockSeconds } from "@/lib/helm/wall-clock"

/** Installs, or with `dryRun` says what it would install. `values` is YAML or JSON text, which goes through stdin. */
export async function installRelease(
  context: HelmContext,
  input: InstallInput & { values: string },
): Promise<ReleaseRecord> {
  const limits = { wallClockSeconds: wallClockSeconds(input), ...context.limits }
  const args = installArgs(context.helm.major, input)
  const { values, timeoutSeconds, dryRun } = input
  return readJson(
    releaseSchema,
    await runHelm(
      { ...context, limits },
      { args, input: values, timeoutSeconds, isDryRun: dryRun !== undefined },
    ),
  )
}
