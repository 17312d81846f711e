import { resolve } from "node:path"
import { configuredSecretKey, directDatabaseUrl, outsideDatabaseUrl } from "@/lib/platform/env"
import { formatQuantity } from "@/lib/platform/format"
import { productVersion } from "@/lib/platform/product-version"
import { openDataFolder, secretKey } from "./data-folder"
import { LaunchProblem, print, runProgram } from "./print"
import { enterProductFolder, requireSettings } from "./require-settings"
import { stopRequest } from "./stop-request"

type Verb = { usage: string; does: string; run: (file: string | undefined) => Promise<number | undefined> }

/** What an operator does on the server. Each verb loads only what it needs. */
const verbs: Record<string, Verb> = {
  migrate: {
    usage: "migrate",
    does: "brings the database of DATABASE_URL to this version",
    run: migrate,
  },
  "first-admin": {
    usage: "first-admin",
    does: "creates an admin if there is no account yet, and prints the password",
    run: firstAdmin,
  },
  backup: { usage: "backup FILE", does: "archives the local database, its key and the sandbox", run: backup },
  restore: {
    usage: "restore FILE",
    does: "restores such an archive into an empty data folder",
    run: restore,
  },
  doctor: {
    usage: "doctor [--json]",
    does: "checks settings, database, Helm and clusters, and says how to repair them",
    run: doctor,
  },
  alive: {
    usage: "alive",
    does: "fails if the worker of this SLIPWAY_DATA_DIR is stuck; for probes",
    run: alive,
  },
  reseal: { usage: "reseal", does: "seals stored secrets with the current SLIPWAY_SECRET_KEY", run: reseal },
}

const usage = [
  `Slipway ${productVersion}. Usage: slipway VERB`,
  ...Object.values(verbs).map((verb) => `  ${verb.usage.padEnd(17)}${verb.does}`),
].join("\n")

// The administration of a server: `node dist/slipway VERB`.
await runProgram(async () => {
  const [name = "", file] = process.argv.slice(2)
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb === undefined) throw new LaunchProblem(usage)
  const path = file === undefined ? undefined : resolve(file)
  enterProductFolder(import.meta.dirname)
  // It reports wrong settings itself.
  if (name !== "doctor") requireSettings()
  return (await verb.run(path)) ?? 0
})

async function migrate(): Promise<undefined> {
  requireSettings("DATABASE_URL")
  const { openDatabase } = await import("./database")
  await openDatabase("", stopRequest)
  const { migrateDatabase } = await import("./migrate-database")
  if (!(await migrateDatabase(directDatabaseUrl()))) print("The database is up to date.")
}

async function doctor(): Promise<number> {
  const { runDoctor } = await import("./doctor")
  return runDoctor(process.argv.includes("--json"))
}

async function alive(): Promise<number> {
  const { isAlive } = await import("@/lib/worker/alive")
  return (await isAlive()) ? 0 : 1
}

async function firstAdmin(): Promise<undefined> {
  requireSettings("DATABASE_URL")
  const { ensureFirstAdmin } = await import("@/lib/identity/users/ensure-first-admin")
  const { disconnect } = await import("@/lib/platform/db/client")
  const admin = await ensureFirstAdmin().finally(disconnect)
  if (admin === null)
    throw new LaunchProblem("There are accounts already. Admins find them in Settings, Users.")
  print(`Sign in as ${admin.email} with the password ${admin.password} (shown only once).`)
}

async function backup(file: string | undefined): Promise<undefined> {
  const archive = localArchive("backup", file)
  const { makeBackup } = await import("./make-backup")
  const folder = await openDataFolder()
  const backup = await makeBackup(folder, archive)
  print(`${backup} contains everything in ${folder}, including its secrets. Store it as safely as those.`)
  remindOfKey()
}

async function restore(file: string | undefined): Promise<undefined> {
  const archive = localArchive("restore", file)
  const { restoreBackup } = await import("./restore-backup")
  const folder = await openDataFolder()
  await restoreBackup(folder, archive)
  print(`Restored ${archive} into ${folder}. Continue with npm start.`)
  remindOfKey()
}

function localArchive(verb: string, file: string | undefined): string {
  if (file === undefined) throw new LaunchProblem(`Name the archive: npm run ${verb} -- FILE.`)
  if (outsideDatabaseUrl() === null) return file
  throw new LaunchProblem(
    "DATABASE_URL is set. Use the tools of that PostgreSQL, such as pg_dump and pg_restore.",
  )
}

function remindOfKey(): void {
  if (configuredSecretKey() === null) return
  print("Keep SLIPWAY_SECRET_KEY, too: without it the sealed data cannot be read.")
}

/** Works next to a running Slipway. */
async function reseal(): Promise<undefined> {
  process.env.DATABASE_URL = outsideDatabaseUrl() ?? (await localDatabaseUrl(await openDataFolder()))
  process.env.SLIPWAY_SECRET_KEY = configuredSecretKey() ?? (await secretKey(await openDataFolder()))
  const { resealStored } = await import("@/lib/platform/sealing/reseal-stored")
  const { disconnect } = await import("@/lib/platform/db/client")
  const { resealed, unreadable } = await resealStored().finally(disconnect)
  print(`Resealed ${formatQuantity(resealed, "secret")}. All others already use the current key.`)
  if (unreadable === 0) return
  throw new LaunchProblem(
    `${formatQuantity(unreadable, "secret")} could not be read: sealed with an unknown key. Add it to SLIPWAY_SECRET_KEY_PREVIOUS and run this again.`,
  )
}

async function localDatabaseUrl(folder: string): Promise<string> {
  const { isReachable, connectionString } = await import("@/lib/platform/db/embedded-server")
  const { readLocalDatabaseSettings } = await import("./local-database-settings")
  const settings = await readLocalDatabaseSettings(folder)
  const url = settings === null ? null : connectionString(settings, "slipway")
  if (url !== null && (await isReachable(url))) return url
  throw new LaunchProblem("The local database is not running. Start Slipway with the new key first.")
}
