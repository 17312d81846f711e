import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Client } from "pg"
import { whileConnected } from "@/lib/platform/db/watched-client"

/** Files that a copy must not contain: the server's process id, and files that PostgreSQL creates at each start. */
const excludedFiles = new Set(["postmaster.pid", "postmaster.opts", "pg_internal.init", "current_logfiles"])
const emptyFolders = [
  "pg_wal",
  "pg_replslot",
  "pg_dynshmem",
  "pg_notify",
  "pg_serial",
  "pg_snapshots",
  "pg_stat_tmp",
]
const subtransactions = "pg_subtrans"

/**
 * Copies the files of a stopped PostgreSQL. The copy is in the state in which PostgreSQL left it, even after a crash.
 */
export function copyStoppedCluster(folder: string, to: string): Promise<void> {
  return copyTree(folder, to, [])
}

/**
 * Copies the files of a running PostgreSQL, including the write-ahead log of the copy's duration: started on the copy, it
 * contains everything that was committed before this returns. `url` belongs to its superuser.
 */
export async function copyRunningCluster(url: string, folder: string, to: string): Promise<void> {
  const connection = new Client({ connectionString: url, application_name: "slipway backup" })
  await whileConnected(connection, async (client) => {
    // Keeps the WAL from here on, even if a checkpoint no longer needs it. The slot is dropped with this connection.
    await client.query("SELECT pg_create_physical_replication_slot('slipway_backup', true, true)")
    await client.query("SELECT pg_backup_start('slipway', true)")
    await copyTree(folder, to, [...emptyFolders, subtransactions])
    const { rows } = await client.query<{ labelfile: string }>("SELECT labelfile FROM pg_backup_stop(false)")
    await writeFile(join(to, "backup_label"), rows[0]?.labelfile ?? "", { mode: 0o600 })
    await copyTree(join(folder, "pg_wal"), join(to, "pg_wal"), [])
  })
}

/** `withoutContent`: top-level folders that are copied empty. A file that disappears during the copy is skipped. */
async function copyTree(from: string, to: string, withoutContent: readonly string[]): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (excludedFiles.has(entry.name)) continue
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isFile()) await copyFile(source, target).catch(ignoreMissing)
    else if (!entry.isDirectory()) continue
    else if (withoutContent.includes(entry.name)) await mkdir(target, { mode: 0o700 })
    else await copyTree(source, target, [])
  }
}

function ignoreMissing(error: unknown): void {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return
  throw error
}
