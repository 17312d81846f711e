import { createHash, randomUUID } from "node:crypto"
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { dataFolder } from "@/lib/platform/env"

export type StoredArchive = { path: string; digest: string; bytes: Buffer }

const folder = () => join(resolve(dataFolder()), "charts", "archives")
const pathOf = (digest: string) => join(folder(), `${digest.replace(":", "-")}.tgz`)

export const digestOfBytes = (bytes: Buffer): string =>
  `sha256:${createHash("sha256").update(bytes).digest("hex")}`

/** The stored archive with this digest; null when it is missing or its content has changed. */
export async function recallArchive(digest: string): Promise<StoredArchive | null> {
  const path = pathOf(digest)
  const bytes = await readFile(path).catch(() => null)
  if (bytes === null) return null
  if (digestOfBytes(bytes) === digest) return { path, digest, bytes }
  await rm(path, { force: true })
  return null
}

/** Stores an archive under its digest, for all processes on this machine. */
export async function storeArchive(bytes: Buffer): Promise<StoredArchive> {
  const digest = digestOfBytes(bytes)
  const path = pathOf(digest)
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  const temporaryPath = `${path}.${randomUUID()}`
  await writeFile(temporaryPath, bytes, { mode: 0o600 })
  await rename(temporaryPath, path)
  return { path, digest, bytes }
}
