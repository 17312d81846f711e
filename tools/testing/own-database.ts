import { rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { setTimeout as sleep } from "node:timers/promises"
import { placeWithin, serverAccount } from "@/lib/platform/db/embedded-account"
import { initializeCluster } from "@/lib/platform/db/embedded-initialize"
import { findFreePort } from "@/lib/platform/db/embedded-port"
import { EmbeddedServer } from "@/lib/platform/db/embedded-server"
import { applyMigrations } from "@/lib/platform/db/migrate"

/** A PostgreSQL for one test file, which can restart it without losing committed data, even with `kill -9`. */
export type OwnDatabase = {
  url: string
  restart: () => Promise<void>
  crash: () => Promise<void>
  remove: () => Promise<void>
}

export async function ownDatabase(): Promise<OwnDatabase> {
  const folder = await placeWithin(serverAccount(), tmpdir(), `slipway-own-${crypto.randomUUID()}`)
  await initializeCluster(folder, "test")
  const port = await findFreePort()
  const options = { folder, port, password: "test", logFile: `${folder}.log`, settings: { fsync: "off" } }
  let server = await EmbeddedServer.start(options)
  const url = server.connectionString("postgres")
  await applyMigrations(url)
  return {
    url,
    restart: async () => {
      await server.stop()
      server = await EmbeddedServer.start(options)
    },
    crash: async () => {
      await server.crash()
      // Its other processes hold shared memory that the next server needs until they end.
      const next = () => EmbeddedServer.start(options)
      server = await next().catch(() => sleep(500).then(next))
    },
    remove: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
      await rm(`${folder}.log`, { force: true })
    },
  }
}
