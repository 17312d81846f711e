import { pullArgs } from "@/lib/helm/read-args"
import { type HelmContext, runHelm } from "@/lib/helm/run-helm"

/**
 * Downloads a packaged chart into a folder, usually an `oci://…@sha256:…`; credentials come from the context's
 * `registryConfig`. The address is not judged here: check it before.
 */
export async function pullChart(
  context: HelmContext,
  input: { chart: string; version?: string; folder: string },
): Promise<void> {
  await runHelm(context, { args: pullArgs(input) })
}
