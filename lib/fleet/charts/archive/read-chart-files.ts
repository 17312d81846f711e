import { z } from "zod"
import { plainText } from "@/lib/platform/plain-text"
import { isDeeperThan } from "@/lib/platform/storable"
import { readValues, readYaml } from "@/lib/platform/yaml/read-yaml"
import { YamlError } from "@/lib/platform/yaml/yaml-error"
import {
  type ChartDependency,
  type ChartMetadata,
  chartMetadataSchema,
  subchartMetadataSchema,
} from "./chart-metadata"
import { type Crd, crdsIn, isCrdFile } from "./read-crds"
import {
  type ArchiveLimits,
  archiveLimits,
  ChartArchiveError,
  type ChartFiles,
  unpackChart,
} from "./unpack-chart"

/** A chart and its subcharts: everything that determines its values, their validation, and its CRDs. */
export type ChartNode = {
  name: string
  version: string
  values: Record<string, unknown>
  /** values.schema.json. */
  schema: Record<string, unknown> | null
  dependencies: ChartDependency[]
  /** The charts in charts/, whether enabled or not. */
  subcharts: ChartNode[]
  crds: Crd[]
}

export type ChartFilesRead = ChartNode & {
  metadata: Omit<ChartMetadata, "dependencies">
  /** values.yaml with its comments; empty if there is none. */
  valuesYaml: string
  /** Markdown. */
  readme: string | null
}

type ReadContext = {
  limits: ArchiveLimits
  packedLeft: number
}

/** Keeps listings of many charts fast. */
const maxChartYaml = 64 * 1_024
const maxPackedSubcharts = 50
const packedLimits = { unpackedBytes: 20 * 1_048_576, files: 2_000 }
const maxSubchartDepth = 6
const maxSchemaLevels = 100

/** Reads a packaged chart from memory. Throws a ChartArchiveError for one that Helm must not process or cannot use. */
export async function readChartFiles(
  archive: Buffer,
  limits: ArchiveLimits = archiveLimits,
): Promise<ChartFilesRead> {
  const files = await unpackChart(archive, isChartFile, limits)
  const metadata = parseMetadata(textOf(files, "Chart.yaml"), chartMetadataSchema)
  const readme = [...files.keys()].find((name) => readmeName.test(name))
  const read = {
    name: metadata.name,
    version: metadata.version,
    metadata,
    valuesYaml: textOf(files, "values.yaml") ?? "",
    readme: readme === undefined ? null : plainText(textOf(files, readme) ?? ""),
    ...(await readContents(files, metadata, { limits, packedLeft: maxPackedSubcharts }, 0)),
  }
  rejectLarge(read.values, "values.yaml", limits)
  rejectLarge(read.schema, "values.schema.json", limits)
  return read
}

/** Reads only the Chart.yaml, for listings. The archive rules still apply. */
export async function readChartMetadata(archive: Buffer): Promise<ChartMetadata> {
  const chartYaml = textOf(await unpackChart(archive, (name) => name === "Chart.yaml"), "Chart.yaml")
  if (chartYaml !== undefined && chartYaml.length > maxChartYaml)
    throw new ChartArchiveError(`has a Chart.yaml of more than ${maxChartYaml / 1_024} KB`)
  return parseMetadata(chartYaml, chartMetadataSchema)
}

const textOf = (files: ChartFiles, name: string) => files.get(name)?.toString("utf8")

const readmeName = /^readme(\.md|\.markdown|\.txt)?$/i
const chartFile = /^(Chart|requirements|values)\.yaml$|^values\.schema\.json$/
const packedSubchart = /^charts\/[^/_.][^/]*\.tgz$/

/** Whether a file of a chart or its subcharts is read; other files are only counted. */
function isChartFile(path: string): boolean {
  if (chartFile.test(path) || readmeName.test(path) || isCrdFile(path) || packedSubchart.test(path))
    return true
  const inSubchart = /^charts\/[^/_.][^/]*\/(.+)$/.exec(path)?.[1]
  return inSubchart !== undefined && isChartFile(inSubchart)
}

/** The context that a chart shares with its subcharts. `depth`: of this chart; 0 for the packaged one. */
async function readContents(
  files: ChartFiles,
  metadata: Pick<ChartMetadata, "dependencies">,
  context: ReadContext,
  depth: number,
): Promise<Omit<ChartNode, "name" | "version">> {
  const schema = textOf(files, "values.schema.json")
  return {
    dependencies: readDependencies(files, metadata),
    values: parseYamlFile("values.yaml", () => readValues(textOf(files, "values.yaml") ?? "").values),
    schema: schema === undefined ? null : parseSchema(schema),
    subcharts: await readSubcharts(files, context, depth + 1),
    crds: crdsIn(new Map([...files].filter(([path]) => isCrdFile(path)))),
  }
}

/** The charts in charts/, as folders or packed, loaded like Helm does. */
async function readSubcharts(files: ChartFiles, context: ReadContext, depth: number): Promise<ChartNode[]> {
  const subcharts: ChartNode[] = []
  for (const [folder, inside] of await groupSubcharts(files, context)) {
    if (depth > maxSubchartDepth) throw new ChartArchiveError("has subcharts nested too deep")
    try {
      const metadata = parseMetadata(textOf(inside, "Chart.yaml"), subchartMetadataSchema)
      const contents = await readContents(inside, metadata, context, depth)
      subcharts.push({ name: metadata.name, version: metadata.version ?? "", ...contents })
    } catch (error) {
      if (!(error instanceof ChartArchiveError)) throw error
      throw new ChartArchiveError(`has a subchart charts/${folder} that ${error.message}`)
    }
  }
  return subcharts
}

async function groupSubcharts(files: ChartFiles, context: ReadContext): Promise<Map<string, ChartFiles>> {
  const groups = new Map<string, ChartFiles>()
  for (const [path, content] of files) {
    const [charts, name = "", ...below] = path.split("/")
    if (charts !== "charts") continue
    if (below.length > 0) {
      const group = groups.get(name) ?? new Map<string, Buffer>()
      groups.set(name, group.set(below.join("/"), content))
      continue
    }
    context.packedLeft -= 1
    if (context.packedLeft < 0)
      throw new ChartArchiveError(`has more than ${maxPackedSubcharts} packed subcharts`)
    groups.set(name, await unpackChart(content, isChartFile, { ...context.limits, ...packedLimits }))
  }
  return groups
}

/** Charts with apiVersion v1 list their dependencies in requirements.yaml. */
function readDependencies(files: ChartFiles, metadata: Pick<ChartMetadata, "dependencies">) {
  const requirements = textOf(files, "requirements.yaml")
  if (requirements === undefined) return metadata.dependencies
  const read = parseYamlFile("requirements.yaml", () => readYaml(requirements, { numbersAsText: true }).value)
  const parsed = subchartMetadataSchema.pick({ dependencies: true }).safeParse(read ?? {})
  if (!parsed.success) throw new ChartArchiveError("has an invalid requirements.yaml")
  return parsed.data.dependencies
}

function parseMetadata<T>(chartYaml: string | undefined, schema: z.ZodType<T>): T {
  if (chartYaml === undefined) throw new ChartArchiveError("has no Chart.yaml")
  const parsed = schema.safeParse(
    // The version and appVersion are kept as written.
    parseYamlFile("Chart.yaml", () => readYaml(chartYaml, { numbersAsText: true }).value),
  )
  if (parsed.success) return parsed.data
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join(".") || "everything"))]
  throw new ChartArchiveError(`has a Chart.yaml with an invalid ${fields.join(", ")}`)
}

const objectSchema = z.record(z.string(), z.unknown())

/** JSON Schema also allows true and false, which describe no fields. */
function parseSchema(text: string): Record<string, unknown> {
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

function parseYamlFile<T>(file: string, read: () => T): T {
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

/** Consumers traverse all values, most of them recursively. */
function rejectLarge(value: unknown, file: string, { values, nesting }: ArchiveLimits): void {
  let level: unknown[] = [value]
  for (let depth = 0, count = 0; level.length > 0; depth++) {
    count += level.length
    if (count > values) throw new ChartArchiveError(`has a ${file} with more than ${values} values`)
    if (depth > nesting) throw new ChartArchiveError(`has a ${file} with more than ${nesting} levels`)
    level = level.flatMap((node) => (typeof node === "object" && node !== null ? Object.values(node) : []))
  }
}
