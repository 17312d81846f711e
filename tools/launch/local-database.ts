import { readdir, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { initializeCluster } from "@/lib/platform/db/embedded-initialize"
import { stopLeftover } from "@/lib/platform/db/embedded-leftover"
import { findFreePort } from "@/lib/platform/db/embedded-port"
import { connectionString, EmbeddedServer } from "@/lib/platform/db/embedded-server"
import {
  type LocalDatabaseSettings,
  localDatabaseSettings,
  saveSettings,
} from "@/tools/launch/local-database-settings"
import { isPortFree } from "@/tools/launch/port-in-use"
import { LaunchProblem, print } from "@/tools/launch/print"
import { RestartedProcess } from "@/tools/launch/restarted-process"

const majorVersion = "18"

/** Starts the PostgreSQL of the data folder, which is created on the first start, and keeps it running. */
export async function startLocalDatabase(
  dataFolder: string,
  signal: AbortSignal,
): Promise<{ server: RestartedProcess; adminUrl: string }> {
  const settings = await localDatabaseSettings(dataFolder)
  await stopLeftover(settings.folder)
  await initializeOnce(settings)
  const { port } = await withFreePort(dataFolder, settings)
  const logFile = join(dataFolder, "postgres.log")
  const options = { ...settings, port, logFile, settings: tuning }
  const start = () => EmbeddedServer.start(options)
  const server = await RestartedProcess.start("PostgreSQL", start, signal).catch(() => {
    throw new LaunchProblem(
      `The local database in ${settings.folder} does not start (see ${logFile}). Repair it, or move the data folder away to start from scratch.`,
    )
  })
  return { server, adminUrl: connectionString(options, "postgres") }
}

// A small server for a single machine, with enough memory to read a million deployments from cache.
export const tuning = {
  shared_buffers: "256MB",
  work_mem: "16MB",
  max_wal_size: "2GB",
  random_page_cost: "1.1",
  jit: "off",
}

async function initializeOnce({ folder, password }: LocalDatabaseSettings): Promise<void> {
  const version = await readFile(join(folder, "PG_VERSION"), "utf8").catch(() => null)
  if (version?.trim() === majorVersion) return
  if (version !== null) throw cannotOpen(folder, `it belongs to PostgreSQL ${version.trim()}`)
  const inside = await readdir(folder).catch(() => [])
  if (inside.length > 0) throw cannotOpen(folder, "it has no PG_VERSION")
  print("Creating a local PostgreSQL …")
  // Created in a temporary folder and renamed, so that an interrupted first start is simply repeated.
  const unfinished = `${folder}.new`
  await rm(unfinished, { recursive: true, force: true })
  await initializeCluster(unfinished, password)
  await rename(unfinished, folder)
}

function cannotOpen(folder: string, reason: string): LaunchProblem {
  return new LaunchProblem(
    `The folder ${folder} is not a database that PostgreSQL ${majorVersion} can open (${reason}). Move it away, or set SLIPWAY_DATA_DIR to another data folder.`,
  )
}

async function withFreePort(
  dataFolder: string,
  stored: LocalDatabaseSettings,
): Promise<LocalDatabaseSettings> {
  if (await isPortFree(stored.port, "127.0.0.1")) return stored
  const movedSettings = { ...stored, port: await findFreePort() }
  await saveSettings(dataFolder, movedSettings)
  return movedSettings
}
