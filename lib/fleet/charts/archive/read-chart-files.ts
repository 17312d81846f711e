import { readValues } from "@/lib/platform/yaml/read-yaml"
import { type ArchiveLimits, archiveLimits } from "./archive-limits"
import { ChartArchiveError } from "./chart-archive-error"
import { type ChartMetadata, chartMetadataSchema } from "./chart-metadata"
import type { ChartNode } from "./chart-node"
import { dependenciesOf, metadataOf, schemaOf, yamlOf } from "./parse-chart-file"
import { crdsOf, isWanted, readmeName, readSubcharts } from "./read-subcharts"
import { unpackChart } from "./unpack-chart"

/** The contents of a packaged chart. */
export type ChartFilesRead = Pick<ChartNode, "subcharts" | "crds"> & {
  metadata: ChartMetadata
  /** values.yaml with its comments; empty if there is none. */
  valuesYaml: string
  values: Record<string, unknown>
  /** values.schema.json. */
  schema: Record<string, unknown> | null
  /** Markdown. */
  readme: string | null
}

/** Keeps listings of many charts fast. */
const maxChartYaml = 64 * 1_024

/** Reads a packaged chart from memory. Throws a ChartArchiveError for one that Helm must not process or cannot use. */
export async function readChartFiles(
  archive: Buffer,
  limits: ArchiveLimits = archiveLimits,
): Promise<ChartFilesRead> {
  const files = await unpackChart(archive, isWanted, limits)
  const text = (name: string) => files.get(name)?.toString("utf8")
  const valuesYaml = text("values.yaml") ?? ""
  const schema = text("values.schema.json")
  const metadata = metadataOf(text("Chart.yaml"), chartMetadataSchema)
  const readme = [...files.keys()].find((name) => readmeName.test(name))
  const read = {
    metadata: { ...metadata, dependencies: dependenciesOf(files, metadata) },
    valuesYaml,
    values: yamlOf("values.yaml", () => readValues(valuesYaml).values),
    schema: schema === undefined ? null : schemaOf(schema),
    readme: readme === undefined ? null : (text(readme) ?? null),
    subcharts: await readSubcharts(files, limits),
    crds: crdsOf(files),
  }
  refuseLarge(read.values, "values.yaml", limits)
  refuseLarge(read.schema, "values.schema.json", limits)
  return read
}

/** Reads only the Chart.yaml, for listings. The archive rules still apply. */
export async function readChartMetadata(archive: Buffer): Promise<ChartMetadata> {
  const files = await unpackChart(archive, (name) => name === "Chart.yaml")
  const chartYaml = files.get("Chart.yaml")?.toString("utf8")
  if (chartYaml !== undefined && chartYaml.length > maxChartYaml)
    throw new ChartArchiveError(`has a Chart.yaml of more than ${maxChartYaml / 1_024} KB`)
  return metadataOf(chartYaml, chartMetadataSchema)
}

/** Consumers traverse all values, most of them recursively. */
function refuseLarge(value: unknown, file: string, { values, nesting }: ArchiveLimits): void {
  let level: unknown[] = [value]
  for (let depth = 0, count = 0; level.length > 0; depth++) {
    count += level.length
    if (count > values) throw new ChartArchiveError(`has a ${file} with more than ${values} values`)
    if (depth > nesting) throw new ChartArchiveError(`has a ${file} with more than ${nesting} levels`)
    level = level.flatMap((node) => (typeof node === "object" && node !== null ? Object.values(node) : []))
  }
}
