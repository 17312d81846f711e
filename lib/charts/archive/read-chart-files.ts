import { z } from "zod"
import { readValues, readYaml } from "@/lib/yaml/read-yaml"
import { YamlError } from "@/lib/yaml/yaml-error"
import type { ArchiveLimits } from "./archive-limits"
import { ChartArchiveError } from "./chart-archive-error"
import { type ChartMetadata, chartMetadataSchema } from "./chart-metadata"
import { unpackChart } from "./unpack-chart"

/** What a packaged chart says of itself. */
export type ChartFilesRead = {
  metadata: ChartMetadata
  /** values.yaml with its comments; empty where there is none. */
  valuesYaml: string
  values: Record<string, unknown>
  /** values.schema.json. */
  schema: Record<string, unknown> | null
  /** Markdown. */
  readme: string | null
}

const objectSchema = z.record(z.string(), z.unknown())
const readmeName = /^readme(\.md|\.markdown|\.txt)?$/i
const wanted = (name: string) =>
  ["Chart.yaml", "values.yaml", "values.schema.json"].includes(name) || readmeName.test(name)

/** Reads a packaged chart from memory. Throws a ChartArchiveError for one that Helm must not see or cannot use. */
export async function readChartFiles(archive: Buffer, limits?: ArchiveLimits): Promise<ChartFilesRead> {
  const files = await unpackChart(archive, wanted, limits)
  const text = (name: string) => files.get(name)?.toString("utf8")
  const valuesYaml = text("values.yaml") ?? ""
  const schema = text("values.schema.json")
  const readme = [...files.keys()].find((name) => readmeName.test(name))
  return {
    metadata: metadataOf(text("Chart.yaml")),
    valuesYaml,
    values: yamlOf("values.yaml", () => readValues(valuesYaml).values),
    schema: schema === undefined ? null : schemaOf(schema),
    readme: readme === undefined ? null : (text(readme) ?? null),
  }
}

function metadataOf(chartYaml: string | undefined): ChartMetadata {
  if (chartYaml === undefined) throw new ChartArchiveError("has no Chart.yaml")
  const parsed = chartMetadataSchema.safeParse(
    // The version and appVersion are shown as they are written.
    yamlOf("Chart.yaml", () => readYaml(chartYaml, { numbersAsText: true }).value),
  )
  if (parsed.success) return parsed.data
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join(".") || "everything"))]
  throw new ChartArchiveError(`has a Chart.yaml whose ${fields.join(", ")} cannot be used`)
}

/** JSON Schema also allows true and false, which say nothing about a field. */
function schemaOf(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === "boolean" ? {} : objectSchema.parse(parsed)
  } catch {
    throw new ChartArchiveError("has a values.schema.json that is not a JSON object")
  }
}

function yamlOf<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    const line = error.line === null ? "" : ` (line ${error.line})`
    throw new ChartArchiveError(
      `has a ${file} that cannot be read${line}: ${error.message.replace(/\.$/, "")}`,
    )
  }
}
