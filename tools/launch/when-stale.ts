import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { dirname } from "node:path"

/**
 * Does the work unless `stamp` says that it was done for this fingerprint. The stamp is taken away first, so that
 * work which was interrupted is done again. Answers whether it worked.
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
