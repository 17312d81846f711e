import { createHash, randomUUID } from "node:crypto"
import { mkdir, open, rename, rm } from "node:fs/promises"
import { join, resolve } from "node:path"
import { z } from "zod"
import { dataFolder } from "@/lib/platform/env"
import { readPages } from "./listed-pages"
import { type Listing, makeListing } from "./listing"

/** The first line of the file; the others contain pages of versions. */
const headSchema = z.object({ etag: z.string().nullable(), checkedAt: z.number(), omitted: z.number() })

export type KeptIndex = { etag: string | null; checkedAt: number; listing: Listing }

const folder = () => join(resolve(dataFolder()), "charts", "indexes")
const fileOf = (key: string) => join(folder(), `${key}.jsonl`)
const inMemory = new Map<string, KeptIndex>()

/** Per repository: content visible with its credentials must not be shared with another repository at the same address. */
export function indexKey(repositoryId: string, url: string): string {
  return createHash("sha256")
    .update(JSON.stringify([repositoryId, url]))
    .digest("hex")
}

/** The index as last read by any process on this machine; null: never read. */
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

/** Stores an index, whose file `write` creates, and returns it. */
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

/** Records that the index has not changed; other processes revalidate on their own. */
export function touchIndex(key: string, kept: KeptIndex, checkedAt: number): KeptIndex {
  const touched = { ...kept, checkedAt }
  inMemory.set(key, touched)
  return touched
}
