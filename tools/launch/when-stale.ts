import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { dirname } from "node:path"

/**
 * Does the work unless `stamp` records this fingerprint. The stamp is deleted first, so that interrupted work is repeated.
 * Returns whether the work was done.
 */
export async function whenStale(
  stamp: string,
  fingerprint: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const done = await readFile(stamp, "utf8").catch(() => null)
  if (done === fingerprint) return false
  await rm(stamp, { force: true })
  await work()
  await mkdir(dirname(stamp), { recursive: true })
  await writeFile(stamp, fingerprint)
  return true
}
