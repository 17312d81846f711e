import { command, type Flag, type HelmMajor, option, when } from "@/lib/kube/helm/arguments"
import { operationLabel } from "@/lib/kube/helm/operation-label"

/** `server`: ask the API server what it would say, and change nothing. */
export type DryRun = "server" | "client"

type Waiting = {
  /** Wait until everything is ready, at most `timeoutSeconds`. */
  wait: boolean
  /** Wait for Jobs to complete too; only together with `wait`. */
  waitForJobs?: boolean
  /** Seconds for each single Kubernetes operation, not for all together. */
  timeoutSeconds: number
}

type Changing = Waiting & {
  release: string
  namespace: string
  /** A folder or a packaged chart on this machine, or an oci:// reference. */
  chart: string
  /** Undo by itself on failure: an install uninstalls, an upgrade rolls back. Implies waiting. */
  atomic: boolean
  description?: string
  /** The operation that the revision is made for; a label of what Helm keeps says so from its first moment on. */
  operationId?: string
  dryRun?: DryRun
  /** Take fields that others own (Helm 4 only; Helm 3 always does). */
  forceConflicts?: boolean
}

export type InstallInput = Changing & {
  createNamespace?: boolean
  skipCrds?: boolean
  /** Take a name whose release was uninstalled with its history kept; its revisions count on. */
  replace?: boolean
}
export type UpgradeInput = Changing & {
  /** Start from the chart's values, the last release's, or the chart's with the last release's on top. */
  base: "reset" | "reuse" | "reset-then-reuse"
  /** How many revisions Helm keeps, 0 for all. */
  historyMax?: number
}
export type RollbackInput = Waiting & {
  release: string
  namespace: string
  revision: number
  historyMax?: number
  dryRun?: DryRun
  forceConflicts?: boolean
}
export type UninstallInput = {
  release: string
  namespace: string
  keepHistory: boolean
  wait: boolean
  timeoutSeconds: number
  description?: string
  cascade?: "background" | "foreground" | "orphan"
  skipHooks?: boolean
}

function waitFlags(major: HelmMajor, { wait, waitForJobs, timeoutSeconds }: Waiting): Flag[] {
  return [
    // Helm 4 would take a word after a bare --wait as its strategy.
    when(wait, major === 4 ? "--wait=watcher" : "--wait"),
    when(wait && waitForJobs, "--wait-for-jobs"),
    option("timeout", `${timeoutSeconds}s`),
  ]
}

function changeFlags(major: HelmMajor, input: Changing): Flag[] {
  return [
    option("namespace", input.namespace),
    ...waitFlags(major, { ...input, wait: input.wait || input.atomic }),
    when(input.atomic, major === 4 ? "--rollback-on-failure" : "--atomic"),
    option("dry-run", input.dryRun),
    option("description", input.description),
    input.operationId !== undefined && `--labels=${operationLabel}=${input.operationId}`,
    when(input.forceConflicts && major === 4, "--force-conflicts"),
    // Values were checked before, without fetching what a schema refers to.
    "--skip-schema-validation",
    "--output=json",
    // Values come through stdin: never in the argument list, never on a disk.
    "--values=-",
  ]
}

export function installArgs(major: HelmMajor, input: InstallInput): string[] {
  const flags = [
    ...changeFlags(major, input),
    when(input.createNamespace, "--create-namespace"),
    when(input.skipCrds, "--skip-crds"),
    when(input.replace, "--replace"),
  ]
  return command(["install"], flags, [input.release, input.chart])
}

const baseFlag: Record<UpgradeInput["base"], string> = {
  reset: "--reset-values",
  reuse: "--reuse-values",
  "reset-then-reuse": "--reset-then-reuse-values",
}

export function upgradeArgs(major: HelmMajor, input: UpgradeInput): string[] {
  const flags = [...changeFlags(major, input), baseFlag[input.base], option("history-max", input.historyMax)]
  return command(["upgrade"], flags, [input.release, input.chart])
}

export function rollbackArgs(major: HelmMajor, input: RollbackInput): string[] {
  const dryRun = input.dryRun !== undefined && (major === 4 ? `--dry-run=${input.dryRun}` : "--dry-run")
  const flags = [
    option("namespace", input.namespace),
    ...waitFlags(major, input),
    option("history-max", input.historyMax),
    dryRun,
    when(input.forceConflicts && major === 4, "--force-conflicts"),
  ]
  return command(["rollback"], flags, [input.release, String(input.revision)])
}

export function uninstallArgs(major: HelmMajor, input: UninstallInput): string[] {
  const flags = [
    option("namespace", input.namespace),
    ...waitFlags(major, input),
    when(input.keepHistory, "--keep-history"),
    option("cascade", input.cascade),
    when(input.skipHooks, "--no-hooks"),
    option("description", input.description),
  ]
  return command(["uninstall"], flags, [input.release])
}
