import { type ChartFilesRead, readChartFiles } from "./read-chart-files"
import { refusalOf } from "./unpack-chart"

/** Reads a packaged chart in a worker thread. `refused`: the message of the ChartArchiveError, if any. */
export default async function readChartTask(
  archive: Uint8Array,
): Promise<{ files: ChartFilesRead } | { refused: string }> {
  return readChartFiles(Buffer.from(archive)).then((files) => ({ files }), refusalOf)
}
