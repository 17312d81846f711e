import { onLimit, threadTask } from "@/lib/platform/threads/thread-task"
import {
  historyArgs,
  type InstallInput,
  installArgs,
  type ReleaseInput,
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
import { readJson } from "./read-json"
import type readReleaseTask from "./read-release.task"
import { type HelmContext, runHelm } from "./run-helm"
import { type HistoryEntry, historySchema, type ReleaseRecord } from "./schema"
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
 * is never signalled, so it cannot be cancelled, and outlives this process when it is killed (see `runningHelm`).
 */
export async function rollbackRelease(context: HelmContext, input: RollbackInput): Promise<void> {
  const limits = { wallClockSeconds: unstoppableSeconds(input), ...context.limits }
  const args = rollbackArgs(context.helm.major, input)
  await runHelm({ ...context, limits }, { args, timeoutSeconds: input.timeoutSeconds, canSignal: false })
}

/** Helm is never signaled, as for a rollback. Throws `not_found` when Helm does not have the release. */
export async function uninstallRelease(context: HelmContext, input: UninstallInput): Promise<void> {
  const limits = { wallClockSeconds: unstoppableSeconds(input), ...context.limits }
  const args = uninstallArgs(context.helm.major, input)
  await runHelm({ ...context, limits }, { args, timeoutSeconds: input.timeoutSeconds, canSignal: false })
}

/** The rendered manifest as YAML documents, without access to a cluster. Contains the data of Secrets. */
export function renderChart(context: HelmContext, input: WithValues<TemplateInput>): Promise<string> {
  return runHelm(context, { args: templateArgs(input), input: input.values })
}

/** Helm lists 10 revisions by default; this is more than any release has. */
const maxRevisions = 10_000

/** Helm's revisions, oldest first; none when Helm does not have the release. */
export async function getHistory(context: HelmContext, input: ReleaseInput): Promise<HistoryEntry[]> {
  const args = historyArgs({ ...input, max: maxRevisions })
  try {
    return readJson(historySchema, await runHelm(context, { args }))
  } catch (error) {
    if (error instanceof HelmError && error.kind === "not_found") return []
    throw error
  }
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
