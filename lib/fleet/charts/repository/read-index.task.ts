import { writeFile } from "node:fs/promises"
import { FAILSAFE_SCHEMA, load, nullCoreTag } from "js-yaml"
import { z } from "zod"
import { resolveScalar } from "@/lib/platform/yaml/resolve-scalar"
import { chartMetadataSchema } from "../archive/chart-metadata"
import { type ListedVersion, maxVersions, writePages } from "./listing"
import { RepositoryProblem } from "./repository-source"

type Task = {
  bytes: Uint8Array
  url: string
  /** The file to write: one line about the index, followed by pages of its versions. */
  file: string
  etag: string | null
  checkedAt: number
}

/**
 * Reads an index.yaml in a worker thread. The result can be large, so it is written to a file that is read in pages.
 * `problem`: an error message about the repository; null: the file was written.
 */
export default async function readIndexTask(task: Task): Promise<{ problem: string | null }> {
  const { bytes, url, file, ...head } = task
  try {
    const { versions, omitted } = readIndex(Buffer.from(bytes).toString("utf8"), new URL(url))
    const lines = [JSON.stringify({ ...head, omitted }), ...writePages(versions)]
    await writeFile(file, lines.join("\n"), { mode: 0o600 })
    return { problem: null }
  } catch (error) {
    if (error instanceof RepositoryProblem) return { problem: error.message }
    throw error
  }
}

const indexSchema = z.object({ entries: z.record(z.string(), z.unknown()) })

/**
 * Not parsed with lib/platform/yaml, which keeps positions and comments for editing: for an index of 20,000 charts it
 * takes 28 times as long and three times the memory.
 */
const yamlOptions = {
  schema: FAILSAFE_SCHEMA.withTags(nullCoreTag),
  json: true,
  maxDepth: 50,
  maxAliases: 10_000,
}

const entrySchema = chartMetadataSchema.extend({
  urls: z.tuple([z.string().max(2_048)], z.string()),
  // In YAML parsed without types every scalar is a string.
  deprecated: z
    .union([z.boolean(), z.string().transform((text) => resolveScalar(text, null).value === true)])
    .catch(false),
  digest: z
    .string()
    .regex(/^(sha256:)?[0-9a-f]{64}$/)
    .nullish()
    .catch(null),
  created: z
    .string()
    .nullish()
    .catch(null)
    .transform((created) => {
      const time = new Date(created ?? Number.NaN)
      return Number.isNaN(time.getTime()) ? null : time.toISOString()
    }),
})

/**
 * The charts of an index.yaml. Archive addresses may be relative to the index; invalid entries are skipped, as Helm does,
 * so that one bad chart does not hide the others. Runs in linear time, which is long for a large index.
 * `omitted`: the number of versions beyond the limit.
 */
export function readIndex(text: string, indexUrl: URL): { versions: ListedVersion[]; omitted: number } {
  const parsed = indexSchema.safeParse(parseText(text))
  if (!parsed.success) throw new RepositoryProblem("The address does not return a chart index.")
  const entries = Object.values(parsed.data.entries).flatMap((versions): unknown[] =>
    Array.isArray(versions) ? versions : [],
  )
  const versions = entries.slice(0, maxVersions).flatMap((entry) => {
    const read = entrySchema.safeParse(entry)
    return read.success ? toListed(read.data, indexUrl) : []
  })
  return { versions, omitted: Math.max(0, entries.length - maxVersions) }
}

function toListed(entry: z.infer<typeof entrySchema>, indexUrl: URL): ListedVersion[] {
  const { name, version, appVersion, description, icon, deprecated, created: createdAt } = entry
  const location = URL.parse(entry.urls[0], indexUrl)
  if (location === null) return []
  const digest = entry.digest ? `sha256:${entry.digest.replace(/^sha256:/, "")}` : null
  const { href } = location
  return [{ name, version, appVersion, description, icon, deprecated, createdAt, digest, location: href }]
}

/** Tries JSON first, which parses much faster. Scalars stay as written: an appVersion of 1.10 is not a number. */
function parseText(text: string): unknown {
  try {
    return text.trimStart().startsWith("{") ? JSON.parse(text) : load(text, yamlOptions)
  } catch {
    throw new RepositoryProblem("The index is not valid YAML.")
  }
}
