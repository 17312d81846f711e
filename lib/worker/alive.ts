import { mkdir, stat, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { dataFolder } from "@/lib/platform/env"
import { log } from "@/lib/platform/log"

const everyMs = 5_000
/** Longer than a healthy worker ever blocks its event loop. */
const silentMs = 60_000

const file = () => join(resolve(dataFolder()), "worker-alive")

/** Keeps touching a file, so that a probe sees that this process runs its timers. It needs neither Helm nor the database. */
export async function showAlive(): Promise<void> {
  const touch = () => writeFile(file(), "")
  try {
    await mkdir(resolve(dataFolder()), { recursive: true })
    await touch()
  } catch (err) {
    log.warn({ err }, "SLIPWAY_DATA_DIR is not writable, and probes of this worker fail")
  }
  setInterval(() => void touch().catch(() => undefined), everyMs).unref()
}

export function isAlive(): Promise<boolean> {
  return stat(file()).then(
    ({ mtimeMs }) => Date.now() - mtimeMs < silentMs,
    () => false,
  )
}
