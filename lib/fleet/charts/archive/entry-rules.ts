import type { ArchiveLimits } from "./archive-limits"

export type ArchiveEntry = { path: string; type: string; size: number }

const files = new Set(["File", "OldFile", "ContiguousFile"])
export const isFile = (type: string): boolean => files.has(type)

/** Why an entry of a packaged chart is refused, as the end of a sentence; null: it is not. */
export function refusalOfEntry({ path, type, size }: ArchiveEntry, limits: ArchiveLimits): string | null {
  if (!isFile(type) && type !== "Directory") return `holds a ${type}; only files and folders may be in it`
  if (path.length > limits.pathCharacters) return "holds a path that is too long"
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  if (/[\\\u0000-\u001f\u007f]/.test(path) || /^(\/|[A-Za-z]:)/.test(path)) {
    return "holds a path that leads out of it"
  }
  const parts = partsOf(path)
  if (parts.includes("..")) return "holds a path that leads out of it"
  if (parts.length > limits.depth) return `has more than ${limits.depth} folders inside each other`
  if (size > limits.fileBytes) return `holds a file of more than ${megabytes(limits.fileBytes)} MB`
  return null
}

/** The folders and the name of a path, without what means nothing. */
export const partsOf = (path: string): string[] =>
  path.split("/").filter((part) => part !== "" && part !== ".")

export const megabytes = (bytes: number): number => Math.floor(bytes / 1_048_576)
