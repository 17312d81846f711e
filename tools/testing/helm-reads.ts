import { z } from "zod"
import { command, flagIf, option } from "@/lib/kube/helm/arguments"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { readJson } from "@/lib/kube/helm/read-json"
import { type HelmContext, runHelm } from "@/lib/kube/helm/run-helm"
import {
  helmStatusSchema,
  type ReleaseKey,
  text,
  time,
  type Values,
  valuesSchema,
} from "@/lib/kube/helm/schema"

type ReleaseInput = ReleaseKey & { revision?: number }

export const historySchema = z.array(
  z.object({
    revision: z.int(),
    updated: time,
    status: helmStatusSchema,
    /** `name-version` */
    chart: text,
    description: text,
  }),
)
/** One revision in Helm's history. */
export type HistoryEntry = z.infer<typeof historySchema>[number]

/** Helm's revisions, oldest first; none when Helm does not have the release. */
export async function getHistory(context: HelmContext, input: ReleaseInput): Promise<HistoryEntry[]> {
  try {
    return readJson(historySchema, await runHelm(context, { args: historyArgs(input) }))
  } catch (error) {
    if (error instanceof HelmError && error.kind === "not_found") return []
    throw error
  }
}

/** Helm lists 10 revisions by default. */
export const historyArgs = ({ releaseName, namespace }: ReleaseInput): string[] =>
  command(["history"], [option("namespace", namespace), "--max=10000", "--output=json"], [releaseName])

/** `name-1.2.3`: the version starts at the first three-part number. */
export function splitChart(chart: string): { chart: string; chartVersion: string } {
  const [, name, version] = /^(.+?)-(v?\d+\.\d+\.\d+(?:[-+].*)?)$/.exec(chart) ?? []
  return { chart: name ?? chart, chartVersion: version ?? "" }
}

const listSchema = z.array(
  z
    .object({
      name: z.string(),
      namespace: z.string(),
      revision: z.coerce.number().int(),
      updated: time,
      status: helmStatusSchema,
      chart: text,
      app_version: text,
    })
    .transform(({ chart, app_version, ...rest }) => ({
      ...rest,
      ...splitChart(chart),
      appVersion: app_version,
    })),
)
export type ListedRelease = z.infer<typeof listSchema>[number]

const metadataSchema = z
  .object({
    name: z.string(),
    namespace: z.string(),
    revision: z.int(),
    status: helmStatusSchema,
    chart: text,
    version: text,
    appVersion: text,
    deployedAt: time,
    applyMethod: z.string().optional(),
  })
  .transform(({ version, applyMethod, ...rest }) => ({
    ...rest,
    chartVersion: version,
    isServerSide: applyMethod === "ssa",
  }))
/** The metadata of a revision, without secrets. */
type ReleaseMetadata = z.infer<typeof metadataSchema>

/** The user-supplied values, or with `all` all values visible to templates. May contain secrets. */
export async function getValues(
  context: HelmContext,
  input: ReleaseInput & { all: boolean },
): Promise<Values> {
  return readJson(valuesSchema, await runHelm(context, { args: getValuesArgs(input) }))
}

/** A revision without secrets. */
export async function getMetadata(context: HelmContext, input: ReleaseInput): Promise<ReleaseMetadata> {
  return readJson(metadataSchema, await runHelm(context, { args: getArgs("metadata", input) }))
}

/** The last revision of every release in any state. `namespace` null: in the whole cluster. */
export async function listReleases(
  context: HelmContext,
  input: { namespace: string | null; filter?: string },
): Promise<ListedRelease[]> {
  return readJson(listSchema, await runHelm(context, { args: listArgs(input) }))
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

type GetPart = "metadata" | "manifest" | "notes" | "hooks"

export function getArgs(part: GetPart, { releaseName, namespace, revision }: ReleaseInput): string[] {
  const flags = [
    option("namespace", namespace),
    option("revision", revision),
    flagIf(part === "metadata", "--output=json"),
  ]
  return command(["get", part], flags, [releaseName])
}

export function getValuesArgs({
  releaseName,
  namespace,
  revision,
  all,
}: ReleaseInput & { all: boolean }): string[] {
  const flags = [
    option("namespace", namespace),
    option("revision", revision),
    flagIf(all, "--all"),
    "--output=json",
  ]
  return command(["get", "values"], flags, [releaseName])
}
