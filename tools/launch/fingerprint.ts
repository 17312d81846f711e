import { createHash } from "node:crypto"
import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"

type PathFilter = (path: string) => boolean

/** A hash of the names and contents of these files and folders; missing ones count as empty. */
export async function fingerprint(paths: string[], includes: PathFilter = () => true): Promise<string> {
  const hash = createHash("sha256")
  for (const path of (await Promise.all(paths.map(filesIn))).flat().filter(includes).sort()) {
    hash
      .update(`${path}\0`)
      .update(await readFile(path))
      .update("\0")
  }
  return hash.digest("hex")
}

async function filesIn(path: string): Promise<string[]> {
  const info = await stat(path).catch(() => null)
  if (info === null) return []
  if (info.isFile()) return [path]
  const entries = await readdir(path, { withFileTypes: true })
  return (await Promise.all(entries.map((entry) => filesIn(join(path, entry.name))))).flat()
}
