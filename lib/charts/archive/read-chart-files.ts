import { readValues } from "@/lib/yaml/read-yaml"
import type { ArchiveLimits } from "./archive-limits"
import { type ChartMetadata, chartMetadataSchema } from "./chart-metadata"
import type { ChartNode } from "./chart-node"
import { dependenciesOf, metadataOf, schemaOf, yamlOf } from "./parse-chart-file"
import { crdsOf, isWanted, readmeName, readSubcharts } from "./read-subcharts"
import { unpackChart } from "./unpack-chart"

/** What a packaged chart says of itself. */
export type ChartFilesRead = Pick<ChartNode, "subcharts" | "crds"> & {
  metadata: ChartMetadata
  /** values.yaml with its comments; empty where there is none. */
  valuesYaml: string
  values: Record<string, unknown>
  /** values.schema.json. */
  schema: Record<string, unknown> | null
  /** Markdown. */
  readme: string | null
}

/** Reads a packaged chart from memory. Throws a ChartArchiveError for one that Helm must not see or cannot use. */
export async function readChartFiles(archive: Buffer, limits?: ArchiveLimits): Promise<ChartFilesRead> {
  const files = await unpackChart(archive, isWanted, limits)
  const text = (name: string) => files.get(name)?.toString("utf8")
  const valuesYaml = text("values.yaml") ?? ""
  const schema = text("values.schema.json")
  const metadata = metadataOf(text("Chart.yaml"), chartMetadataSchema)
  const readme = [...files.keys()].find((name) => readmeName.test(name))
  return {
    metadata: { ...metadata, dependencies: dependenciesOf(files, metadata) },
    valuesYaml,
    values: yamlOf("values.yaml", () => readValues(valuesYaml).values),
    schema: schema === undefined ? null : schemaOf(schema),
    readme: readme === undefined ? null : (text(readme) ?? null),
    subcharts: await readSubcharts(files, limits),
    crds: crdsOf(files),
  }
}
