import { answers, connectionString } from "@/lib/platform/db/embedded-server"
import { outsideDatabaseUrl } from "@/lib/platform/env"
import { openDataFolder, secretKey } from "@/tools/launch/data-folder"
import { readLocalDatabaseSettings } from "@/tools/launch/local-database-settings"
import { LaunchProblem, runProgram, say } from "@/tools/launch/say"

// Reseals everything stored with SLIPWAY_SECRET_KEY, while Slipway is running. See `npm run reseal`.
await runProgram(async () => {
  const folder = await openDataFolder()
  process.env.DATABASE_URL = outsideDatabaseUrl() ?? (await localDatabaseUrl(folder))
  process.env.SLIPWAY_SECRET_KEY = await secretKey(folder)
  const { resealStored } = await import("@/lib/platform/sealing/reseal-stored")
  const { disconnect } = await import("@/lib/platform/db/client")
  const { resealed, unreadable } = await resealStored().finally(disconnect)
  say(`Resealed ${resealed} texts. All others already use the current key.`)
  if (unreadable === 0) return 0
  throw new LaunchProblem(
    `${unreadable} texts were sealed with an unknown key. Add it to SLIPWAY_SECRET_KEY_PREVIOUS and run this again.`,
  )
})

async function localDatabaseUrl(folder: string): Promise<string> {
  const settings = await readLocalDatabaseSettings(folder)
  const url = settings === null ? null : connectionString(settings, "slipway")
  if (url !== null && (await answers(url))) return url
  throw new LaunchProblem("The local database is not running. Start Slipway with the new key first.")
}
