import { cp, mkdtemp, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { create } from "tar"
import { copyRunningCluster, copyStoppedCluster } from "@/lib/platform/db/copy-cluster"
import { connectionString, isReachable } from "@/lib/platform/db/embedded-server"
import { noteBackup } from "@/lib/platform/last-backup"
import { claimDataFolder } from "@/tools/launch/claim-data-folder"
import { type LocalDatabaseSettings, readLocalDatabaseSettings } from "@/tools/launch/local-database-settings"
import { LaunchProblem } from "@/tools/launch/print"

/** The entries of a backup archive, by content. */
export const backupParts = {
  database: "postgres",
  settings: "postgres.json",
  key: "secret-key",
  sandbox: "sandbox",
}

/**
 * Archives everything in a data folder that cannot be recreated: the local database, running or not, the key that unseals
 * its secrets, and the sandbox. Only the owner can read the archive. Returns its path.
 */
export async function makeBackup(dataFolder: string, archive: string): Promise<string> {
  const settings = await readLocalDatabaseSettings(dataFolder)
  if (settings === null)
    throw new LaunchProblem(`There is no local database in ${dataFolder}, so there is nothing to back up.`)
  const file = resolve(archive)
  const staging = await mkdtemp(join(dirname(file), ".slipway-backup-")).catch(() => {
    throw new LaunchProblem(`The folder ${dirname(file)} is not writable.`)
  })
  try {
    const inside = join(staging, "backup")
    await copyDatabase(dataFolder, settings, join(inside, backupParts.database))
    await writeFile(join(inside, backupParts.settings), JSON.stringify(settings), { mode: 0o600 })
    for (const name of [backupParts.key, backupParts.sandbox]) {
      await cp(join(dataFolder, name), join(inside, name), { recursive: true }).catch(ignoreMissing)
    }
    const archivePath = join(staging, "backup.tar.gz")
    await writeFile(archivePath, "", { mode: 0o600 })
    await create({ gzip: true, file: archivePath, cwd: inside, portable: true }, ["."])
    await rename(archivePath, file)
    await noteBackup(dataFolder, file)
    return file
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

async function copyDatabase(dataFolder: string, settings: LocalDatabaseSettings, to: string): Promise<void> {
  const url = connectionString(settings, "postgres")
  if (await isReachable(url)) return copyRunningCluster(url, settings.folder, to)
  const release = await claimDataFolder(dataFolder)
  try {
    await copyStoppedCluster(settings.folder, to)
  } finally {
    await release()
  }
}

function ignoreMissing(error: unknown): void {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return
  throw error
}
