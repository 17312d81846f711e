import { createHash, randomUUID } from "node:crypto"
import { mkdir, open, rename, rm } from "node:fs/promises"
import { join, resolve } from "node:path"
import { z } from "zod"
import { dataFolder } from "@/lib/platform/env"
import { readPages } from "./listed-pages"
import { type Listing, makeListing } from "./listing"

/** The first line of the file; the others are pages of versions. */
const headSchema = z.object({ etag: z.string().nullable(), checkedAt: z.number(), omitted: z.number() })

export type KeptIndex = { etag: string | null; checkedAt: number; listing: Listing }

const folder = () => join(resolve(dataFolder()), "charts", "indexes")
const fileOf = (key: string) => join(folder(), `${key}.jsonl`)
const inMemory = new Map<string, KeptIndex>()

/** Of one repository: what one may see with its credentials is not for another with the same address. */
export function indexKey(repositoryId: string, url: string): string {
  return createHash("sha256")
    .update(JSON.stringify([repositoryId, url]))
    .digest("hex")
}

/** The index as it was last read, by this process or another of this machine; null: never. */
export async function recallIndex(key: string): Promise<KeptIndex | null> {
  const held = inMemory.get(key)
  if (held !== undefined) return held
  const kept = await readKept(key).catch(() => null)
  if (kept !== null) inMemory.set(key, kept)
  return kept
}

async function readKept(key: string): Promise<KeptIndex> {
  await using file = await open(fileOf(key))
  const lines = file.readLines()[Symbol.asyncIterator]()
  const first = await lines.next()
  const { omitted, ...head } = headSchema.parse(JSON.parse(first.value ?? ""))
  const pages = { [Symbol.asyncIterator]: () => lines }
  return { ...head, listing: await makeListing(readPages(pages), { omitted }) }
}

/** Keeps an index of which `write` makes the file, and answers it. */
export async function storeIndex(key: string, write: (file: string) => Promise<void>): Promise<KeptIndex> {
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  const written = `${fileOf(key)}.${randomUUID()}`
  try {
    await write(written)
    await rename(written, fileOf(key))
  } finally {
    await rm(written, { force: true })
  }
  const kept = await readKept(key)
  inMemory.set(key, kept)
  return kept
}

/** The repository says that nothing changed since; other processes find that out by themselves. */
export function touchIndex(key: string, kept: KeptIndex, checkedAt: number): KeptIndex {
  const touched = { ...kept, checkedAt }
  inMemory.set(key, touched)
  return touched
}
