import { Readable } from "node:stream"
import { createGunzip } from "node:zlib"
import { Parser, type ReadEntry } from "tar"
import { type ArchiveLimits, archiveLimits } from "./archive-limits"
import { ChartArchiveError } from "./chart-archive-error"
import { isFile, megabytes, partsOf, refusalOfEntry } from "./entry-rules"

/** The requested files, by their path inside the chart's folder. */
export type ChartFiles = Map<string, Buffer>

/**
 * Reads a packaged chart (a gzipped tar) without writing anything. All entries are checked, also those that are not
 * requested: path traversal, links and decompression bombs throw a ChartArchiveError before Helm processes the chart.
 */
export async function unpackChart(
  archive: Buffer,
  isWanted: (path: string) => boolean,
  limits: ArchiveLimits = archiveLimits,
): Promise<ChartFiles> {
  if (archive.length > limits.archiveBytes) {
    throw new ChartArchiveError(`is larger than ${megabytes(limits.archiveBytes)} MB`)
  }
  const reader = new EntryReader(isWanted, limits)
  const unzipped = Readable.from([archive]).pipe(createGunzip())
  let bytes = 0
  try {
    for await (const chunk of unzipped) {
      bytes += chunk.length
      if (bytes > limits.unpackedBytes) {
        throw new ChartArchiveError(`unpacks to more than ${megabytes(limits.unpackedBytes)} MB`)
      }
      reader.write(chunk)
      if (reader.isOver) break
    }
    return await reader.end()
  } catch (error) {
    if (error instanceof ChartArchiveError) throw error
    throw new ChartArchiveError("is not a readable gzipped tar archive")
  } finally {
    unzipped.destroy()
  }
}

class EntryReader {
  private readonly parser = new Parser({ strict: true })
  private readonly wanted: Promise<[string, Buffer]>[] = []
  private readonly tops = new Set<string>()
  private entries = 0
  private failure: unknown = null
  /** The archive has ended. The parser would keep buffering trailing data, in quadratic time. */
  isOver = false

  constructor(
    private readonly isWanted: (path: string) => boolean,
    private readonly limits: ArchiveLimits,
  ) {
    this.parser.on("entry", (entry: ReadEntry) => this.take(entry))
    // The parser ignores entry types it does not know, which Helm may not.
    this.parser.on("ignoredEntry", () => {
      this.failure ??= new ChartArchiveError(
        "contains an entry of unknown type; only files and folders are allowed",
      )
    })
    this.parser.on("eof", () => {
      this.isOver = true
    })
    this.parser.on("error", (error: unknown) => {
      this.failure ??= error
    })
  }

  write(chunk: Buffer): void {
    this.parser.write(chunk)
    if (this.failure !== null) throw this.failure
  }

  async end(): Promise<ChartFiles> {
    await new Promise<void>((resolve, reject) => {
      this.parser.once("end", resolve)
      this.parser.once("error", reject)
      this.parser.end()
    })
    if (this.failure !== null) throw this.failure
    if (this.tops.size !== 1)
      throw new ChartArchiveError("must contain exactly one folder, with the chart in it")
    return new Map(await Promise.all(this.wanted))
  }

  private take(entry: ReadEntry): void {
    const { path, type, size } = entry
    this.entries += 1
    const refusal =
      this.entries > this.limits.files
        ? `contains more than ${this.limits.files} files`
        : refusalOfEntry({ path, type, size }, this.limits)
    if (refusal !== null) this.failure ??= new ChartArchiveError(refusal)
    const [top, name, ...deeper] = partsOf(path)
    if (top !== undefined) this.tops.add(name === undefined && isFile(type) ? "." : top)
    const inner = [name, ...deeper].join("/")
    if (this.failure === null && isFile(type) && name !== undefined && this.isWanted(inner)) {
      this.wanted.push(entry.concat().then((content) => [inner, Buffer.from(content)]))
    } else {
      entry.resume()
    }
  }
}
