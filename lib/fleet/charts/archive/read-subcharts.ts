import { readValues } from "@/lib/platform/yaml/read-yaml"
import { type ArchiveLimits, archiveLimits } from "./archive-limits"
import { ChartArchiveError } from "./chart-archive-error"
import { subchartMetadataSchema } from "./chart-metadata"
import type { ChartNode } from "./chart-node"
import { dependenciesOf, metadataOf, schemaOf, yamlOf } from "./parse-chart-file"
import { crdsIn, isCrdFile } from "./read-crds"
import { type ChartFiles, unpackChart } from "./unpack-chart"

export const readmeName = /^readme(\.md|\.markdown|\.txt)?$/i
const chartFile = /^(Chart|requirements|values)\.yaml$|^values\.schema\.json$/
const packedSubchart = /^charts\/[^/_.][^/]*\.tgz$/

/** Whether a file of a chart or its subcharts is read; others are only counted. */
export function isWanted(path: string): boolean {
  if (chartFile.test(path) || readmeName.test(path) || isCrdFile(path) || packedSubchart.test(path))
    return true
  const inSubchart = /^charts\/[^/_.][^/]*\/(.+)$/.exec(path)?.[1]
  return inSubchart !== undefined && isWanted(inSubchart)
}

/** The definitions of the chart itself, without its subcharts. */
export const crdsOf = (files: ChartFiles) => crdsIn(new Map([...files].filter(([path]) => isCrdFile(path))))

const maxPackedSubcharts = 50
const maxSubchartDepth = 6
const packedLimits = { unpackedBytes: 20 * 1_048_576, files: 2_000 }

/** The charts in charts/, as folders or packed, like Helm loads them. `left`: how many more packed ones are allowed. */
export async function readSubcharts(
  files: ChartFiles,
  limits: ArchiveLimits = archiveLimits,
  left = { archives: maxPackedSubcharts },
  depth = 1,
): Promise<ChartNode[]> {
  const subcharts: ChartNode[] = []
  for (const [name, inside] of await groupSubcharts(files, limits, left)) {
    if (depth > maxSubchartDepth) throw new ChartArchiveError("has subcharts nested too deep")
    subcharts.push(await readSubchart(name, inside, limits, left, depth))
  }
  return subcharts
}

async function readSubchart(
  folder: string,
  files: ChartFiles,
  limits: ArchiveLimits,
  left: { archives: number },
  depth: number,
): Promise<ChartNode> {
  try {
    const text = (name: string) => files.get(name)?.toString("utf8")
    const metadata = metadataOf(text("Chart.yaml"), subchartMetadataSchema)
    const schema = text("values.schema.json")
    return {
      name: metadata.name,
      version: metadata.version ?? "",
      values: yamlOf("values.yaml", () => readValues(text("values.yaml") ?? "").values),
      schema: schema === undefined ? null : schemaOf(schema),
      dependencies: dependenciesOf(files, metadata),
      subcharts: await readSubcharts(files, limits, left, depth + 1),
      crds: crdsOf(files),
    }
  } catch (error) {
    if (!(error instanceof ChartArchiveError)) throw error
    throw new ChartArchiveError(`has a subchart charts/${folder} that ${error.message}`)
  }
}

async function groupSubcharts(
  files: ChartFiles,
  limits: ArchiveLimits,
  left: { archives: number },
): Promise<Map<string, ChartFiles>> {
  const groups = new Map<string, ChartFiles>()
  for (const [path, content] of files) {
    const [charts, name = "", ...below] = path.split("/")
    if (charts !== "charts") continue
    if (below.length > 0) {
      const group = groups.get(name) ?? new Map<string, Buffer>()
      groups.set(name, group.set(below.join("/"), content))
      continue
    }
    left.archives -= 1
    if (left.archives < 0) throw new ChartArchiveError(`has more than ${maxPackedSubcharts} packed subcharts`)
    groups.set(name, await unpackChart(content, isWanted, { ...limits, ...packedLimits }))
  }
  return groups
}
