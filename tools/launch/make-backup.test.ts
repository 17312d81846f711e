import { chmod, mkdir, mkdtemp, readFile, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Client } from "pg"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { initializeCluster } from "@/lib/platform/db/embedded-initialize"
import { EmbeddedServer } from "@/lib/platform/db/embedded-server"
import { readLastBackup } from "@/lib/platform/last-backup"
import { type LocalDatabaseSettings, localDatabaseSettings } from "@/tools/launch/local-database-settings"
import { makeBackup } from "@/tools/launch/make-backup"
import { restoreBackup } from "@/tools/launch/restore-backup"
import { removeFolder } from "@/tools/testing/remove-folder"

let root: string
let servers: EmbeddedServer[]
const folders: string[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "slipway-backup-"))
  await chmod(root, 0o755)
  servers = []
})
afterEach(async () => {
  for (const server of servers) await server.stop()
  for (const folder of [root, ...folders]) await removeFolder(folder)
}, 60_000)

async function dataFolder(name: string): Promise<string> {
  const folder = join(root, name)
  await mkdir(folder)
  return folder
}

async function start(settings: LocalDatabaseSettings): Promise<string> {
  folders.push(settings.folder)
  const server = await EmbeddedServer.start({ ...settings, logFile: join(root, "postgres.log") })
  servers.push(server)
  return server.connectionString("postgres")
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(text)
  await client.end()
  return rows
}

const numbers = "SELECT count(*)::int AS count, max(n)::int AS last FROM number"

/** A data folder with a running database, a key and a table. */
async function running(): Promise<{ folder: string; url: string }> {
  const folder = await dataFolder("data")
  const settings = await localDatabaseSettings(folder)
  await initializeCluster(settings.folder, settings.password)
  await writeFile(join(folder, "secret-key"), "the key\n", { mode: 0o600 })
  const url = await start(settings)
  await query(url, "CREATE TABLE number AS SELECT n FROM generate_series(1, 10000) n")
  return { folder, url }
}

describe("A backup", () => {
  it("of a running or stopped database contains everything committed, can be started, and never overwrites files", async () => {
    const { folder, url } = await running()
    let writing = true
    const writer = (async () => {
      while (writing) await query(url, "INSERT INTO number SELECT n FROM generate_series(1, 500) n")
    })()
    await query(url, "INSERT INTO number VALUES (777777)")
    const archive = await makeBackup(folder, join(root, "backup.tar.gz"))
    writing = false
    await writer
    const { mode, size } = await stat(archive)
    expect(mode & 0o077).toBe(0)
    await expect(restoreBackup(folder, archive)).rejects.toThrow("already contains")
    process.env.SLIPWAY_DATA_DIR = folder
    expect(await readLastBackup()).toEqual({ at: expect.any(String), file: archive, size })

    const restored = await dataFolder("restored")
    await restoreBackup(restored, archive)
    expect(await readFile(join(restored, "secret-key"), "utf8")).toBe("the key\n")
    const restarted = await start(await localDatabaseSettings(restored))
    expect(await query(restarted, "SELECT n FROM number WHERE n = 777777")).toEqual([{ n: 777_777 }])
    expect(await query(restarted, "CREATE INDEX ON number (n)")).toEqual([])

    const before = await query(url, numbers)
    for (const server of servers.splice(0)) await server.stop()
    const archiveOfStopped = await makeBackup(folder, join(root, "stopped.tar.gz"))
    const restoredAgain = await dataFolder("restored-again")
    await restoreBackup(restoredAgain, archiveOfStopped)
    expect(await query(await start(await localDatabaseSettings(restoredAgain)), numbers)).toEqual(before)
  }, 120_000)

  it("is made only of data, and other archives are rejected", async () => {
    const empty = await dataFolder("empty")
    await writeFile(join(root, "other.tar.gz"), "no archive")
    await expect(restoreBackup(empty, join(root, "other.tar.gz"))).rejects.toThrow("not a backup")
    await expect(makeBackup(empty, join(root, "none.tar.gz"))).rejects.toThrow("nothing to back up")
  })
})
