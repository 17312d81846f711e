import type { ReleaseKey } from "./schema"

/** `server`: validate with the API server without changing anything. */
type DryRun = "server" | "client"

type Waiting = {
  /** Wait until everything is ready, at most `timeoutSeconds`. */
  wait: boolean
  /** Wait for Jobs to complete too; only together with `wait`. */
  waitForJobs?: boolean
  /** The timeout of each single Kubernetes operation, not of the whole call. */
  timeoutSeconds: number
}

type ChangeArguments = ReleaseKey &
  Waiting & {
    /** A folder or a packaged chart on this machine, or an oci:// reference. */
    chart: string
    /** Roll back automatically on failure: an install is uninstalled, an upgrade rolled back. Implies waiting. */
    atomic: boolean
    description?: string
    /** The operation that creates the revision; stored as a label from the start. */
    operationId?: string
    dryRun?: DryRun
    /** Take ownership of fields that other managers own (Helm 4 only; Helm 3 always does). */
    forceConflicts?: boolean
  }

export type InstallInput = ChangeArguments & {
  createNamespace?: boolean
  /** Reuse the name of a release uninstalled with its history kept; its revision numbers continue. */
  replace?: boolean
}
export type UpgradeInput = ChangeArguments & {
  /** Base the values on the chart's, the last release's, or the chart's merged with the last release's. */
  base: "reset" | "reuse" | "reset-then-reuse"
  /** How many revisions Helm keeps; 0 keeps all. */
  historyMax?: number
}
export type RollbackInput = ReleaseKey & Waiting & { revision: number; forceConflicts?: boolean }
export type UninstallInput = ReleaseKey & Waiting & { keepHistory?: boolean; skipHooks?: boolean }

function waitFlags(major: HelmMajor, { wait, waitForJobs, timeoutSeconds }: Waiting): Flag[] {
  return [
    // Helm 4 would take the argument after a bare --wait as its value.
    flagIf(wait, major === 4 ? "--wait=watcher" : "--wait"),
    flagIf(wait && waitForJobs, "--wait-for-jobs"),
    option("timeout", `${timeoutSeconds}s`),
  ]
}

function changeFlags(major: HelmMajor, input: ChangeArguments): Flag[] {
  return [
    option("namespace", input.namespace),
    ...waitFlags(major, { ...input, wait: input.wait || input.atomic }),
    flagIf(input.atomic, major === 4 ? "--rollback-on-failure" : "--atomic"),
    option("dry-run", input.dryRun),
    option("description", input.description),
    input.operationId !== undefined && `--labels=${operationLabel}=${input.operationId}`,
    flagIf(input.forceConflicts && major === 4, "--force-conflicts"),
    // Values were validated before, without fetching external references.
    "--skip-schema-validation",
    "--output=json",
    // Values are passed through stdin, never in the arguments or on disk.
    "--values=-",
  ]
}

export function installArgs(major: HelmMajor, input: InstallInput): string[] {
  const flags = [
    ...changeFlags(major, input),
    flagIf(input.createNamespace, "--create-namespace"),
    flagIf(input.replace, "--replace"),
  ]
  return command(["install"], flags, [input.releaseName, input.chart])
}

export function upgradeArgs(major: HelmMajor, input: UpgradeInput): string[] {
  const flags = [
    ...changeFlags(major, input),
    `--${input.base}-values`,
    option("history-max", input.historyMax),
  ]
  return command(["upgrade"], flags, [input.releaseName, input.chart])
}

export function rollbackArgs(major: HelmMajor, input: RollbackInput): string[] {
  const flags = [
    option("namespace", input.namespace),
    ...waitFlags(major, input),
    flagIf(input.forceConflicts && major === 4, "--force-conflicts"),
  ]
  return command(["rollback"], flags, [input.releaseName, String(input.revision)])
}

export function uninstallArgs(major: HelmMajor, input: UninstallInput): string[] {
  const flags = [
    option("namespace", input.namespace),
    ...waitFlags(major, input),
    flagIf(input.keepHistory, "--keep-history"),
    flagIf(input.skipHooks, "--no-hooks"),
  ]
  return command(["uninstall"], flags, [input.releaseName])
}

export type TemplateInput = ReleaseKey & { chart: string }

export function templateArgs(input: TemplateInput): string[] {
  const flags = [option("namespace", input.namespace), "--skip-schema-validation", "--values=-"]
  return command(["template"], flags, [input.releaseName, input.chart])
}

/** The major version determines which arguments Helm understands. */
export type HelmMajor = 3 | 4

type Flag = string | false | undefined
type Value = string | number | undefined

/** User input is always part of `--flag=value` or follows `--`, so that it cannot become a flag. */
export function command(
  words: readonly string[],
  flags: readonly Flag[],
  positional: readonly string[],
): string[] {
  const setFlags = flags.filter((flag) => typeof flag === "string")
  return [...words, ...setFlags, ...(positional.length > 0 ? ["--", ...positional] : [])]
}

export const option = (name: string, value: Value): Flag =>
  value === undefined ? undefined : `--${name}=${value}`
export const flagIf = (condition: boolean | undefined, flag: string): Flag => condition === true && flag

/**
 * The label of Helm's Secret that names the operation that created a revision. Helm stores the description only on success,
 * but labels from the start. Later upgrades inherit labels, so only the first revision with an id belongs to the operation.
 */
export const operationLabel = "slipway-operation"
