import { closeSync, createReadStream, existsSync, openSync, renameSync, statSync, writeSync } from "node:fs"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { isObject, type Json, numberAt, textAt } from "./json"
import { isKubeObject, type KubeObject, nameOf, namespaceOf } from "./kube-object"

/** One write: the object's new state, or the location of a deleted object. */
export type LogLine = { version: number; storage: string } & (
  | { object: KubeObject }
  | { gone: { namespace: string; name: string } }
)

const fileName = "objects.jsonl"
const minRewriteBytes = 4 * 1024 * 1024

/**
 * The objects of the cluster in one file, one line per write. A write is in the file before it is acknowledged, so that a
 * killed process loses no acknowledged write; a partial line was never acknowledged and is dropped.
 */
export class AppendLog {
  private descriptor: number
  private bytes: number
  private bytesAfterRewrite: number

  private constructor(private readonly file: string) {
    this.descriptor = openSync(file, "a", 0o600)
    this.bytes = statSync(file).size
    this.bytesAfterRewrite = this.bytes
  }

  /** The log of a folder, which is created if it is missing, and the lines that it contains. */
  static async open(folder: string): Promise<{ log: AppendLog; lines: LogLine[] }> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, fileName)
    const lines: LogLine[] = []
    if (existsSync(file)) {
      for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
        lines.push(...parseLine(text))
      }
    }
    return { log: new AppendLog(file), lines }
  }

  append(line: LogLine): void {
    const text = `${JSON.stringify(line)}\n`
    writeSync(this.descriptor, text)
    this.bytes += text.length
  }

  /** Whether the file has grown enough since the last rewrite that most of it is probably outdated. */
  get isWorthRewriting(): boolean {
    return this.bytes > minRewriteBytes && this.bytes > 2 * this.bytesAfterRewrite
  }

  /** Atomically replaces the file with these lines. */
  rewrite(lines: Iterable<LogLine>): void {
    const fresh = `${this.file}.new`
    const descriptor = openSync(fresh, "w", 0o600)
    let bytes = 0
    for (const line of lines) bytes += writeSync(descriptor, `${JSON.stringify(line)}\n`)
    renameSync(fresh, this.file)
    closeSync(this.descriptor)
    this.descriptor = descriptor
    this.bytes = bytes
    this.bytesAfterRewrite = bytes
  }

  close(): void {
    closeSync(this.descriptor)
  }
}

function parseLine(text: string): LogLine[] {
  const value = parsed(text)
  const version = numberAt(value, "version")
  const storage = textAt(value, "storage")
  if (!isObject(value) || version === undefined || storage === undefined) return []
  if (isKubeObject(value.object)) return [{ version, storage, object: value.object }]
  const name = textAt(value, "gone", "name")
  return name === undefined
    ? []
    : [{ version, storage, gone: { namespace: textAt(value, "gone", "namespace") ?? "", name } }]
}

function parsed(text: string): Json {
  try {
    return text === "" ? null : JSON.parse(text)
  } catch {
    return null
  }
}

export function writeLine(version: number, storage: string, object: KubeObject): LogLine {
  return { version, storage, object }
}

export function deletionLine(version: number, storage: string, object: KubeObject): LogLine {
  return { version, storage, gone: { namespace: namespaceOf(object), name: nameOf(object) } }
}
