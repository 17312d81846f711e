import { onLimit, threadTask } from "@/lib/platform/threads/thread-task"
import {
  type InstallInput,
  installArgs,
  type RollbackInput,
  rollbackArgs,
  type TemplateInput,
  templateArgs,
  type UninstallInput,
  type UpgradeInput,
  uninstallArgs,
  upgradeArgs,
} from "./arguments"
import { HelmError } from "./helm-error"
import type readReleaseTask from "./read-release.task"
import { type HelmContext, runHelm } from "./run-helm"
import type { ReleaseRecord } from "./schema"
import { unstoppableSeconds, wallClockSeconds } from "./wall-clock"

/** `values` is YAML or JSON text, passed through stdin. With `dryRun` nothing is applied. */
type WithValues<Input> = Input & { values: string }

export const installRelease = (
  context: HelmContext,
  input: WithValues<InstallInput>,
): Promise<ReleaseRecord> => change(context, input, installArgs(context.helm.major, input))

export const upgradeRelease = (
  context: HelmContext,
  input: WithValues<UpgradeInput>,
): Promise<ReleaseRecord> => change(context, input, upgradeArgs(context.helm.major, input))

async function change(
  context: HelmContext,
  input: WithValues<InstallInput | UpgradeInput>,
  args: string[],
): Promise<ReleaseRecord> {
  const limits = { wallClockSeconds: wallClockSeconds(input), ...context.limits }
  const { values, timeoutSeconds, dryRun } = input
  const run = { args, input: values, timeoutSeconds, isDryRun: dryRun !== undefined }
  return readRelease(input.namespace, await runHelm({ ...context, limits }, run))
}

/**
 * Creates a new revision with the manifest of an old one. Helm returns nothing useful: read the history afterwards. It
 * is never signaled, so it cannot be cancelled, and outlives this process when it is killed (see `runningHelm`).
 */
export const rollbackRelease = (context: HelmContext, input: RollbackInput): Promise<void> =>
  runUnstoppable(context, input, rollbackArgs(context.helm.major, input))

/** Helm is never signaled, as for a rollback. Throws `not_found` when Helm does not have the release. */
export const uninstallRelease = (context: HelmContext, input: UninstallInput): Promise<void> =>
  runUnstoppable(context, input, uninstallArgs(context.helm.major, input))

async function runUnstoppable(
  context: HelmContext,
  { timeoutSeconds }: RollbackInput | UninstallInput,
  args: string[],
): Promise<void> {
  const limits = { wallClockSeconds: unstoppableSeconds({ timeoutSeconds }), ...context.limits }
  await runHelm({ ...context, limits }, { args, timeoutSeconds, canSignal: false })
}

/** The rendered manifest as YAML documents, without access to a cluster. Contains the data of Secrets. */
export function renderChart(context: HelmContext, input: WithValues<TemplateInput>): Promise<string> {
  return runHelm(context, { args: templateArgs(input), input: input.values })
}

const read = threadTask<typeof readReleaseTask>("lib/kube/helm/read-release.task.ts", {
  resultBytes: 128 * 1_048_576,
})

/** Parses the release in Helm's JSON output. `owner`: the namespace. Throws HelmError. */
async function readRelease(owner: string, output: string): Promise<ReleaseRecord> {
  const result = await read(owner, output).catch(
    onLimit(() => ({ problem: "Helm's output is too large to be read." })),
  )
  if ("problem" in result) throw new HelmError("unreadable", result.problem)
  return result.release
}
