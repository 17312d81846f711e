import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import type { ChartMetadata } from "./chart-metadata"
import { readChartMetadata } from "./read-chart-files"
import { ChartArchiveError } from "./unpack-chart"

export type ListedArchive = { metadata: ChartMetadata; digest: string } | { refused: string }

/** Reads the listing metadata of the packaged chart at `path`, also in a worker thread. Values and schema are not read. */
export default async function readMetadata(path: string): Promise<ListedArchive> {
  try {
    const archive = await readFile(path)
    const digest = `sha256:${createHash("sha256").update(archive).digest("hex")}`
    return { metadata: await readChartMetadata(archive), digest }
  } catch (error) {
    if (error instanceof ChartArchiveError) return { refused: error.message }
    throw error
  }
}
