import { createHash, randomUUID } from "node:crypto"
import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { z } from "zod"
import { dataFolder } from "@/lib/env"
import type { ListedVersion } from "./repository-source"

const listedSchema = z.object({
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
const keptSchema = z.object({
  etag: z.string().nullable(),
  checkedAt: z.number(),
  charts: z.array(listedSchema),
})

export type KeptIndex = { etag: string | null; checkedAt: number; charts: ListedVersion[] }

const folder = () => join(resolve(dataFolder()), "charts", "indexes")
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
  const text = await readFile(join(folder(), `${key}.json`), "utf8").catch(() => null)
  if (text === null) return null
  try {
    const kept = keptSchema.parse(JSON.parse(text))
    inMemory.set(key, kept)
    return kept
  } catch {
    return null
  }
}

export async function keepIndex(key: string, kept: KeptIndex): Promise<void> {
  inMemory.set(key, kept)
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  const file = join(folder(), `${key}.json`)
  const written = `${file}.${randomUUID()}`
  await writeFile(written, JSON.stringify(kept), { mode: 0o600 })
  await rename(written, file)
}
