import type { ArchiveLimits } from "./archive-limits"

export type ArchiveEntry = { path: string; type: string; size: number }

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
