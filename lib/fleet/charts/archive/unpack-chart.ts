import { Readable } from "node:stream"
import { createGunzip } from "node:zlib"
import { Parser, type ReadEntry } from "tar"

/** Maximum sizes of a packaged chart. Helm's own limits are 100 MiB unpacked and 5 MiB per file. */
export const archiveLimits = {
  archiveBytes: 20 * 1_048_576,
  unpackedBytes: 100 * 1_048_576,
  fileBytes: 5 * 1_048_576,
  files: 5_000,
  depth: 32,
  pathCharacters: 1_024,
  /** In values.yaml and values.schema.json: maps, lists and their entries. */
  values: 50_000,
  nesting: 100,
}

export type ArchiveLimits = typeof archiveLimits

/** A packaged chart that cannot be used. The message continues "The packaged chart": "contains a symbolic link". */
export class ChartArchiveError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = "ChartArchiveError"
  }

  get sentence(): string {
    return `The packaged chart ${this.message}.`
  }
}

/** The result of a worker thread for a chart that cannot be used; other errors are thrown. */
export function refusalOf(error: unknown): { refused: string } {
  if (error instanceof ChartArchiveError) return { refused: error.message }
  throw error
}

/** The requested files, by their path inside the chart's folder. */
export type ChartFiles = Map<string, Buffer>

/**
 * Reads a packaged chart (a gzipped tar) without writing anything. All entries are checked, also those that are not
 * requested: path traversal, links and decompression bombs throw a ChartArchiveError before Helm processes the chart.
 */
export async function unpackChart(
  archive: Buffer,
  isIncluded: (path: string) => boolean,
  limits: ArchiveLimits = archiveLimits,
): Promise<ChartFiles> {
  if (archive.length > limits.archiveBytes) {
    throw new ChartArchiveError(`is larger than ${megabytes(limits.archiveBytes)} MB`)
  }
  const reader = new EntryReader(isIncluded, limits)
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
  private readonly readFiles: Promise<[string, Buffer]>[] = []
  private readonly rootFolders = new Set<string>()
  private readonly filePaths = new Set<string>()
  private entries = 0
  private failure: unknown = null
  /** The archive has ended. The parser would keep buffering trailing data, in quadratic time. */
  isOver = false

  constructor(
    private readonly isIncluded: (path: string) => boolean,
    private readonly limits: ArchiveLimits,
  ) {
    this.parser.on("entry", (entry: ReadEntry) => this.addEntry(entry))
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
    if (this.rootFolders.size !== 1)
      throw new ChartArchiveError("must contain exactly one folder, with the chart in it")
    return new Map(await Promise.all(this.readFiles))
  }

  private addEntry(entry: ReadEntry): void {
    const { path, type, size } = entry
    this.entries += 1
    const refusal =
      this.entries > this.limits.files
        ? `contains more than ${this.limits.files} files`
        : refusalOfEntry({ path, type, size }, this.limits)
    if (refusal !== null) this.failure ??= new ChartArchiveError(refusal)
    const parts = partsOf(path)
    const [top, name, ...deeper] = parts
    if (top !== undefined) this.rootFolders.add(name === undefined && isFile(type) ? "." : top)
    const innerPath = [name, ...deeper].join("/")
    // Helm uses the first of some duplicates and the last of others, so it could use a different file than was checked.
    const normalized = parts.join("/")
    if (isFile(type) && this.filePaths.has(normalized))
      this.failure ??= new ChartArchiveError(`contains the file ${innerPath} twice`)
    if (isFile(type)) this.filePaths.add(normalized)
    if (this.failure === null && isFile(type) && name !== undefined && this.isIncluded(innerPath)) {
      this.readFiles.push(entry.concat().then((content) => [innerPath, Buffer.from(content)]))
    } else {
      entry.resume()
    }
  }
}

type ArchiveEntry = { path: string; type: string; size: number }

const files = new Set(["File", "OldFile", "ContiguousFile"])
export const isFile = (type: string): boolean => files.has(type)

/** Why an archive entry is rejected, as the end of a sentence; null: it is accepted. */
export function refusalOfEntry({ path, type, size }: ArchiveEntry, limits: ArchiveLimits): string | null {
  if (!isFile(type) && type !== "Directory") return `contains a ${type}; only files and folders are allowed`
  if (path.length > limits.pathCharacters) return "contains a path that is too long"
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this pattern looks for
  if (/[\\\u0000-\u001f\u007f]/.test(path) || /^(\/|[A-Za-z]:)/.test(path)) {
    return "contains a path outside its folder"
  }
  const parts = partsOf(path)
  if (parts.includes("..")) return "contains a path outside its folder"
  if (parts.length > limits.depth) return `has folders nested more than ${limits.depth} levels deep`
  if (size > limits.fileBytes) return `contains a file of more than ${megabytes(limits.fileBytes)} MB`
  return null
}

/** The folders and the name of a path, without empty and `.` segments. */
export const partsOf = (path: string): string[] =>
  path.split("/").filter((part) => part !== "" && part !== ".")

export const megabytes = (bytes: number): number => Math.floor(bytes / 1_048_576)
