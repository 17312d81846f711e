import { randomBytes } from "node:crypto"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { placeWithin, serverAccount } from "@/lib/platform/db/embedded-account"
import { findFreePort } from "@/lib/platform/db/embedded-port"
import { LaunchProblem, print } from "@/tools/launch/print"

const settings = z.object({ port: z.int(), password: z.string(), folder: z.string() })

/** The stored settings of the local PostgreSQL; `folder` is an absolute path. */
export type LocalDatabaseSettings = z.output<typeof settings>

/** Reads .data/postgres.json, or creates it: a free port and a random password, readable by the owner only. */
export async function localDatabaseSettings(dataFolder: string): Promise<LocalDatabaseSettings> {
  const stored = await readLocalDatabaseSettings(dataFolder)
  if (stored !== null) return stored
  const created = {
    port: await findFreePort(),
    password: randomBytes(24).toString("base64url"),
    folder: await placeWithin(serverAccount(), dataFolder, "postgres"),
  }
  if (!created.folder.startsWith(dataFolder)) {
    print(
      `PostgreSQL does not run as root and cannot access ${dataFolder}. Its data is in ${created.folder}.`,
    )
  }
  await saveSettings(dataFolder, created)
  return created
}

/** Null if there is no local PostgreSQL in this data folder. */
export async function readLocalDatabaseSettings(dataFolder: string): Promise<LocalDatabaseSettings | null> {
  const stored = await readFile(settingsFile(dataFolder), "utf8").catch(() => null)
  return stored === null ? null : parse(stored, dataFolder)
}

export async function saveSettings(dataFolder: string, created: LocalDatabaseSettings): Promise<void> {
  await writeFile(settingsFile(dataFolder), `${JSON.stringify(created, null, 2)}\n`, { mode: 0o600 })
}

function settingsFile(dataFolder: string): string {
  return join(dataFolder, "postgres.json")
}

function parse(text: string, dataFolder: string): LocalDatabaseSettings {
  try {
    return settings.parse(JSON.parse(text))
  } catch {
    throw new LaunchProblem(
      `The data folder ${dataFolder} is damaged (postgres.json cannot be read). Restore it from a backup, or move the folder away to start from scratch.`,
    )
  }
}
