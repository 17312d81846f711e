import { z } from "zod"
import type { ListedVersion } from "./listing"
import { sortListed } from "./listing"

export const listedSchema = z.object({
  name: z.string(),
  version: z.string(),
  appVersion: z.string().nullable(),
  description: z.string().nullable(),
  icon: z.string().nullable(),
  deprecated: z.boolean(),
  createdAt: z.string().nullable(),
  digest: z.string().nullable(),
  location: z.string(),
})
const pageSchema = z.array(listedSchema)

/** This many parse from JSON within a few milliseconds. */
const versionsOfPage = 250

/** Sorted versions as pages of JSON, each quick to parse, for a listing of any size. */
export function writePages(listed: readonly ListedVersion[]): string[] {
  const sorted = sortListed(listed)
  const count = Math.ceil(sorted.length / versionsOfPage)
  return Array.from({ length: count }, (_, page) =>
    JSON.stringify(sorted.slice(page * versionsOfPage, (page + 1) * versionsOfPage)),
  )
}

export async function* readPages(
  pages: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<ListedVersion[]> {
  for await (const page of pages) yield pageSchema.parse(JSON.parse(page))
}
