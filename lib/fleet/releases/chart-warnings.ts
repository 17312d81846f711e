import type { ChartNode } from "@/lib/fleet/charts/archive/read-chart-files"
import { allCrds } from "@/lib/fleet/charts/archive/read-crds"
import type { OpenedChart } from "@/lib/fleet/charts/open-chart"
import { unsafeIntegersWarning } from "@/lib/platform/yaml/unsafe-integers"
import { openChartOf } from "./chart-source"
import { uncheckedSchemas } from "./check-values"
import type { Values } from "./merge-values"
import type { InstallRequest, UpgradeRequest } from "./operation-requests"
import { usableSchema } from "./usable-schema"

type ChartReference = { repository: string; chartName: string; chartVersion: string }

/** Warnings before an install or upgrade that neither Helm nor the cluster reports; `owner`: a tenant. */
export async function chartWarnings(
  owner: string,
  request: InstallRequest | UpgradeRequest,
  before: ChartReference | null,
): Promise<string[]> {
  const chart = await open(request)
  return [
    unsafeIntegersWarning(request.values),
    chart === null ? null : deprecationWarning(chart),
    ...(chart === null ? [] : await schemaWarnings(owner, chart, request.values)),
    before === null ? null : await crdWarning(before, request),
  ].filter((warning) => warning !== null)
}

/** Helm installs CRDs only with the first install of a chart. Null when none differs, or it cannot be determined. */
export async function crdWarning(from: ChartReference, to: ChartReference): Promise<string | null> {
  const before = await open(from)
  const after = await open(to)
  if (before === null || after === null || before.digest === after.digest) return null
  const digestBefore = new Map(allCrds(before).map(({ name, digest }) => [name, digest]))
  const differing = allCrds(after).filter(({ name, digest }) => digestBefore.get(name) !== digest)
  const names = [...new Set(differing.map(({ name }) => name))]
  if (names.length === 0) return null
  const listedNames = names.slice(0, maxListed).join(", ")
  const moreText = names.length > maxListed ? ` and ${names.length - maxListed} more` : ""
  const count = `${names.length} CRD${names.length === 1 ? "" : "s"}`
  return `Version ${after.version} changes ${count} (${listedNames}${moreText}). Helm does not upgrade CRDs. Apply them first, for example with "helm show crds ${after.name}-${after.version}.tgz | kubectl apply --server-side -f -".`
}

const maxListed = 5

/** Null when no repository has the chart anymore. */
const open = ({
  repository,
  chartName: name,
  chartVersion: version,
}: ChartReference): Promise<OpenedChart | null> =>
  openChartOf({ repository, name, version }).catch(() => null)

const deprecationWarning = ({ name, deprecated }: OpenedChart) =>
  deprecated ? `The chart ${name} is deprecated: its authors no longer maintain it.` : null

async function schemaWarnings(owner: string, chart: ChartNode, overrides: Values): Promise<string[]> {
  const partly = partlyChecked(chart)
  const unusable = (await uncheckedSchemas({ owner, chart, overrides })).filter(
    (name) => !partly.includes(name),
  )
  const warnings: string[] = []
  if (partly.length > 0)
    warnings.push(
      `The values.schema.json of ${partly.join(", ")} refers to other documents, which Slipway does not fetch. The values were checked without them.`,
    )
  if (unusable.length > 0)
    warnings.push(
      `The values.schema.json of ${unusable.join(", ")} is not a usable JSON Schema. The values were not checked against it.`,
    )
  return warnings
}

function partlyChecked({ name, schema, subcharts }: ChartNode): string[] {
  const ownName = schema !== null && usableSchema(schema).isPartial ? [name] : []
  return [...ownName, ...subcharts.flatMap(partlyChecked)]
}
