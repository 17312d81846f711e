import { z } from "zod"
import { isDeeperThan } from "@/lib/platform/storable"
import { readYaml } from "@/lib/platform/yaml/read-yaml"
import { YamlError } from "@/lib/platform/yaml/yaml-error"
import { ChartArchiveError } from "./chart-archive-error"
import { type ChartMetadata, subchartMetadataSchema } from "./chart-metadata"
import type { ChartFiles } from "./unpack-chart"

const objectSchema = z.record(z.string(), z.unknown())
/** Charts with apiVersion v1 list their dependencies in requirements.yaml. */
export function dependenciesOf(files: ChartFiles, metadata: Pick<ChartMetadata, "dependencies">) {
  const requirements = files.get("requirements.yaml")?.toString("utf8")
  if (requirements === undefined) return metadata.dependencies
  const read = yamlOf("requirements.yaml", () => readYaml(requirements, { numbersAsText: true }).value)
  const parsed = subchartMetadataSchema.pick({ dependencies: true }).safeParse(read ?? {})
  if (!parsed.success) throw new ChartArchiveError("has an invalid requirements.yaml")
  return parsed.data.dependencies
}

export function metadataOf<T>(chartYaml: string | undefined, schema: z.ZodType<T>): T {
  if (chartYaml === undefined) throw new ChartArchiveError("has no Chart.yaml")
  const parsed = schema.safeParse(
    // The version and appVersion are kept as written.
    yamlOf("Chart.yaml", () => readYaml(chartYaml, { numbersAsText: true }).value),
  )
  if (parsed.success) return parsed.data
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join(".") || "everything"))]
  throw new ChartArchiveError(`has a Chart.yaml with an invalid ${fields.join(", ")}`)
}

const maxSchemaLevels = 100

/** JSON Schema also allows true and false, which describe no fields. */
export function schemaOf(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text)
    if (isDeeperThan(parsed, maxSchemaLevels)) throw new Error("nested too deep")
    return typeof parsed === "boolean" ? {} : objectSchema.parse(parsed)
  } catch {
    throw new ChartArchiveError(
      `has a values.schema.json that is not a JSON object, or is nested more than ${maxSchemaLevels} levels deep`,
    )
  }
}

export function yamlOf<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    const line = error.line === null ? "" : ` (line ${error.line})`
    throw new ChartArchiveError(
      `has a ${file} that is not valid YAML${line}: ${error.message.replace(/\.$/, "")}`,
    )
  }
}
