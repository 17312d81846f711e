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
