import { cp, mkdtemp, readdir, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { extract } from "tar"
import { changeOwner, placeWithin, serverAccount } from "@/lib/platform/db/embedded-account"
import { findFreePort } from "@/lib/platform/db/embedded-port"
import { claimDataFolder } from "@/tools/launch/claim-data-folder"
import { readLocalDatabaseSettings, saveSettings } from "@/tools/launch/local-database-settings"
import { backupParts } from "@/tools/launch/make-backup"
import { LaunchProblem } from "@/tools/launch/print"

/**
 * Restores a backup into a data folder that has no database yet. Existing files are not overwritten, and an aborted restore
 * leaves nothing that would be started.
 */
export async function restoreBackup(dataFolder: string, archive: string): Promise<void> {
  const release = await claimDataFolder(dataFolder)
  const staging = await mkdtemp(join(dataFolder, ".restore-"))
  try {
    await rejectExistingFiles(dataFolder)
    await extract({ file: archive, cwd: staging, strict: true }).catch(() => {
      throw unusable(archive)
    })
    const restored = await readLocalDatabaseSettings(staging).catch(() => null)
    if (restored === null) throw unusable(archive)
    const account = serverAccount()
    const folder = await placeWithin(account, dataFolder, "postgres")
    const unfinished = `${folder}.new`
    await rm(unfinished, { recursive: true, force: true })
    await cp(join(staging, backupParts.database), unfinished, { recursive: true })
    await changeOwner(account, unfinished)
    await rename(unfinished, folder)
    for (const name of [backupParts.key, backupParts.sandbox]) {
      if ((await readdir(staging)).includes(name)) await rename(join(staging, name), join(dataFolder, name))
    }
    await saveSettings(dataFolder, { ...restored, folder, port: await findFreePort() })
  } finally {
    await rm(staging, { recursive: true, force: true })
    await release()
  }
}

async function rejectExistingFiles(dataFolder: string): Promise<void> {
  const entries = await readdir(dataFolder)
  const taken = Object.values(backupParts).filter((name) => entries.includes(name))
  if (taken.length === 0) return
  throw new LaunchProblem(
    `The data folder ${dataFolder} already contains ${taken.join(", ")}. Move it away, or set SLIPWAY_DATA_DIR to a new folder.`,
  )
}

const unusable = (archive: string) =>
  new LaunchProblem(`${archive} does not exist or is not a backup created by npm run backup.`)
