import { readFile } from "node:fs/promises"
import { digestOfBytes } from "../archive-store"
import type { ChartMetadata } from "./chart-metadata"
import { readChartMetadata } from "./read-chart-files"
import { refusalOf } from "./unpack-chart"

export type ListedArchive = { metadata: ChartMetadata; digest: string } | { refused: string }

/** Reads the listing metadata of the packaged chart at `path`, also in a worker thread. Values and schema are not read. */
export default async function readMetadata(path: string): Promise<ListedArchive> {
  const archive = await readFile(path)
  const digest = digestOfBytes(archive)
  return readChartMetadata(archive).then((metadata) => ({ metadata, digest }), refusalOf)
}
