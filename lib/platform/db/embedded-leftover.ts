import { spawnSync } from "node:child_process"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { endProcess, isAlive, readCommandLine } from "@/lib/platform/db/process-state"

const fastShutdownMs = 15_000

/**
 * Stops a PostgreSQL that still serves the cluster in `folder` after its launcher was killed, and ensures that the lock
 * file of a dead one does not name another process that has reused its process id.
 */
export async function stopLeftover(folder: string): Promise<void> {
  const lockFile = join(folder, "postmaster.pid")
  const lock = await readFile(lockFile, "utf8").catch(() => null)
  if (lock === null) return
  const [first = "", ...rest] = lock.split("\n")
  const pid = Number(first)
  if (!isAlive(pid)) return
  if ((await readCommandLine(pid)).includes(folder)) {
    await endProcess(pid, ["SIGINT", "SIGQUIT"], fastShutdownMs)
    return
  }
  // Not deleted: PostgreSQL uses the rest of the file to find server processes that outlived the main one.
  await writeFile(lockFile, [spawnSync("true").pid, ...rest].join("\n"))
}
