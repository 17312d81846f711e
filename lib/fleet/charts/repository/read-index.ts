import { FAILSAFE_SCHEMA, load, nullCoreTag } from "js-yaml"
import { z } from "zod"
import { chartMetadataSchema } from "../archive/chart-metadata"
import type { ListedVersion } from "./listing"
import { RepositoryProblem } from "./repository-problem"

const indexSchema = z.object({ entries: z.record(z.string(), z.unknown()) })

/** More than any known repository has. */
export const maxVersions = 100_000
/**
 * Another library than that of lib/platform/yaml, which keeps positions and comments for editing: for an index of 20,000 charts it
 * takes 28 times as long and three times the memory.
 */
const yamlOptions = {
  schema: FAILSAFE_SCHEMA.withTags(nullCoreTag),
  json: true,
  maxDepth: 50,
  maxAliases: 10_000,
}

const entrySchema = chartMetadataSchema.extend({
  urls: z.array(z.string()).min(1),
  // In YAML parsed without types every scalar is a string.
  deprecated: z.union([z.boolean(), z.string().transform((text) => text === "true")]).catch(false),
  digest: z
    .string()
    .regex(/^(sha256:)?[0-9a-f]{64}$/)
    .nullish()
    .catch(null),
  created: z
    .string()
    .nullish()
    .catch(null)
    .transform((created) => toTime(created ?? null)),
})

/** `omitted`: the number of versions beyond the limit. */
export type ReadIndex = { versions: ListedVersion[]; omitted: number }

/**
 * The charts of an index.yaml. Archive addresses may be relative to the index; invalid entries are skipped, as Helm does,
 * so that one bad chart does not hide the others. Runs in linear time, which is long for a large index.
 */
export function readIndex(text: string, indexUrl: URL): ReadIndex {
  const parsed = indexSchema.safeParse(parseText(text))
  if (!parsed.success) throw new RepositoryProblem("The address does not return a chart index.")
  const entries = Object.values(parsed.data.entries).flatMap((of): unknown[] => (Array.isArray(of) ? of : []))
  const versions = entries.slice(0, maxVersions).flatMap((entry) => {
    const read = entrySchema.safeParse(entry)
    return read.success ? toListed(read.data, indexUrl) : []
  })
  return { versions, omitted: Math.max(0, entries.length - maxVersions) }
}

function toListed(entry: z.infer<typeof entrySchema>, indexUrl: URL): ListedVersion[] {
  const [first] = entry.urls
  const location = first === undefined ? null : URL.parse(first, indexUrl)
  if (location === null) return []
  const digest = entry.digest?.replace(/^sha256:/, "")
  return [
    {
      name: entry.name,
      version: entry.version,
      appVersion: entry.appVersion,
      description: entry.description,
      icon: entry.icon,
      deprecated: entry.deprecated,
      createdAt: entry.created,
      digest: digest === undefined ? null : `sha256:${digest}`,
      location: location.href,
    },
  ]
}

/**
 * Tries JSON first: it is a subset of YAML and parses much faster. Scalars stay strings as written: an appVersion of 1.10
 * is not a number.
 */
function parseText(text: string): unknown {
  try {
    return text.trimStart().startsWith("{") ? JSON.parse(text) : load(text, yamlOptions)
  } catch {
    throw new RepositoryProblem("The index is not valid YAML.")
  }
}

function toTime(created: string | null): string | null {
  if (created === null) return null
  const time = new Date(created)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}
