import { type ChartFilesRead, readChartFiles } from "./read-chart-files"
import { ChartArchiveError } from "./unpack-chart"

/** Reads a packaged chart in a worker thread. `refused`: the message of the ChartArchiveError, if any. */
export default async function readChartTask(
  archive: Uint8Array,
): Promise<{ files: ChartFilesRead } | { refused: string }> {
  try {
    return { files: await readChartFiles(Buffer.from(archive)) }
  } catch (error) {
    if (error instanceof ChartArchiveError) return { refused: error.message }
    throw error
  }
}
