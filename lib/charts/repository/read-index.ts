import { parse } from "yaml"
import { z } from "zod"
import { chartMetadataSchema } from "../archive/chart-metadata"
import { RepositoryProblem } from "./repository-problem"
import type { ListedVersion } from "./repository-source"

const indexSchema = z.object({ entries: z.record(z.string(), z.array(z.unknown()).nullable()) })

const entrySchema = chartMetadataSchema.extend({
  urls: z.array(z.string()).min(1),
  digest: z
    .string()
    .regex(/^(sha256:)?[0-9a-f]{64}$/)
    .nullish()
    .catch(null),
  created: z
    .union([z.string(), z.date()])
    .nullish()
    .transform((created) => toTime(created ?? null)),
})

/**
 * The charts of an index.yaml. Addresses of archives may be relative to the index; an entry that cannot be used is left
 * out, as Helm does, so that one bad chart does not hide the others.
 */
export function readIndex(text: string, indexUrl: URL): ListedVersion[] {
  const parsed = indexSchema.safeParse(parseText(text))
  if (!parsed.success) throw new RepositoryProblem("What is at its address is no index of charts.")
  return Object.values(parsed.data.entries).flatMap((entries) =>
    (entries ?? []).flatMap((entry) => {
      const read = entrySchema.safeParse(entry)
      return read.success ? toListed(read.data, indexUrl) : []
    }),
  )
}

function toListed(entry: z.infer<typeof entrySchema>, indexUrl: URL): ListedVersion[] {
  const [first] = entry.urls
  if (first === undefined || !URL.canParse(first, indexUrl)) return []
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
      location: new URL(first, indexUrl).href,
    },
  ]
}

/** JSON is YAML, and read a hundred times faster where a repository sends it. */
function parseText(text: string): unknown {
  try {
    return text.trimStart().startsWith("{") ? JSON.parse(text) : parse(text, { logLevel: "error" })
  } catch {
    throw new RepositoryProblem("Its index cannot be read as YAML.")
  }
}

function toTime(created: string | Date | null): string | null {
  if (created === null) return null
  const time = new Date(created)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}
