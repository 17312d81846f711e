import { readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { readCommandLine } from "@/lib/platform/db/process-state"
import { LaunchProblem } from "@/tools/launch/print"

const waitMs = 3_000
const pollMs = 100

/** Allows one launcher per data folder, because two would stop each other's database. Returns a function that releases it. */
export async function claimDataFolder(dataFolder: string): Promise<() => Promise<void>> {
  const file = join(dataFolder, "launcher.pid")
  const holder = Number(await readFile(file, "utf8").catch(() => "0"))
  if (await isStillHeld(holder)) {
    throw new LaunchProblem(
      `Slipway already runs on the data folder ${dataFolder} (process ${holder}). Stop it first, or set SLIPWAY_DATA_DIR to another folder.`,
    )
  }
  await writeFile(file, String(process.pid))
  return () => rm(file, { force: true })
}

// Waits for a launcher that was asked to stop a moment ago.
async function isStillHeld(holder: number): Promise<boolean> {
  const deadline = Date.now() + waitMs
  while (await isLauncher(holder)) {
    if (Date.now() > deadline) return true
    await sleep(pollMs)
  }
  return false
}

async function isLauncher(pid: number): Promise<boolean> {
  return pid > 0 && pid !== process.pid && (await readCommandLine(pid)).includes("tools/launch/")
}
