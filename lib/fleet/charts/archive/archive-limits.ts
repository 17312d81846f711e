/** What a packaged chart may be at most. Helm's own limits are 100 MiB unpacked and 5 MiB a file. */
export const archiveLimits = {
  archiveBytes: 20 * 1_048_576,
  unpackedBytes: 100 * 1_048_576,
  fileBytes: 5 * 1_048_576,
  files: 5_000,
  depth: 32,
  pathCharacters: 1_024,
  /** In values.yaml, and in values.schema.json: maps, lists and what is in them. */
  values: 50_000,
  nesting: 100,
}

export type ArchiveLimits = typeof archiveLimits
