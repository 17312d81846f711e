import { command, option, when } from "@/lib/kube/helm/arguments"

export type ReleaseInput = { release: string; namespace: string; revision?: number }

const revisionOption = (revision: number | undefined) => option("revision", revision)

export function historyArgs({ release, namespace, max }: ReleaseInput & { max: number }): string[] {
  return command(
    ["history"],
    [option("namespace", namespace), option("max", max), "--output=json"],
    [release],
  )
}

/** `namespace` null: the whole cluster. */
export function listArgs({ namespace, filter }: { namespace: string | null; filter?: string }): string[] {
  const states = ["deployed", "failed", "pending", "superseded", "uninstalled", "uninstalling"]
  const flags = [
    namespace === null ? "--all-namespaces" : option("namespace", namespace),
    ...states.map((state) => `--${state}`),
    option("filter", filter),
    "--max=0",
    "--time-format=2006-01-02T15:04:05.999999999Z07:00",
    "--output=json",
  ]
  return command(["list"], flags, [])
}

export type GetPart = "metadata" | "manifest" | "notes" | "hooks"

export function getArgs(part: GetPart, { release, namespace, revision }: ReleaseInput): string[] {
  const flags = [
    option("namespace", namespace),
    revisionOption(revision),
    when(part === "metadata", "--output=json"),
  ]
  return command(["get", part], flags, [release])
}

export function getValuesArgs({
  release,
  namespace,
  revision,
  all,
}: ReleaseInput & { all: boolean }): string[] {
  const flags = [
    option("namespace", namespace),
    revisionOption(revision),
    when(all, "--all"),
    "--output=json",
  ]
  return command(["get", "values"], flags, [release])
}

export type TemplateInput = {
  release: string
  namespace: string
  chart: string
  includeCrds?: boolean
  isUpgrade?: boolean
  kubeVersion?: string
}

/** Renders without a cluster. */
export function templateArgs(input: TemplateInput): string[] {
  const flags = [
    option("namespace", input.namespace),
    when(input.includeCrds, "--include-crds"),
    when(input.isUpgrade, "--is-upgrade"),
    option("kube-version", input.kubeVersion),
    "--skip-schema-validation",
    "--values=-",
  ]
  return command(["template"], flags, [input.release, input.chart])
}

export type ShowPart = "chart" | "values" | "readme" | "crds"

export function showArgs(part: ShowPart, { chart, version }: { chart: string; version?: string }): string[] {
  return command(["show", part], [option("version", version)], [chart])
}

export function pullArgs(input: { chart: string; version?: string; folder: string }): string[] {
  return command(
    ["pull"],
    [option("version", input.version), option("destination", input.folder)],
    [input.chart],
  )
}

export function versionArgs(): string[] {
  return ["version", "--template={{.Version}}"]
}
