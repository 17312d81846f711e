import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { readClusters } from "@/lib/kube/cluster/read-clusters"
import { asTenant, listMissingAccess } from "@/lib/kube/cluster/tenant-account"
import { disconnect, prismaClient } from "@/lib/platform/db/client"
import { databaseUrl } from "@/lib/platform/env"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { examineInstallation } from "./examine-installation"

let fixture: ReleaseFixture
let settings: NodeJS.ProcessEnv

beforeAll(async () => {
  fixture = await createReleaseFixture()
  process.env.SLIPWAY_HELM = fixture.helm.path
  settings = { ...process.env }
}, 120_000)

afterEach(async () => {
  await disconnect()
  for (const name of ["DATABASE_URL", "DATABASE_REPLICA_URL", "SLIPWAY_HELM", "SLIPWAY_CLUSTERS"]) {
    if (settings[name] === undefined) delete process.env[name]
    else process.env[name] = settings[name]
  }
})

afterAll(() => fixture.remove())

/** All messages, errors first. */
const messages = async () =>
  (await examineInstallation()).map(({ severity, message }) => `${severity}: ${message}`)

describe("examineInstallation", () => {
  it("reports only the missing worker and watch when the database, Helm and the cluster work", async () => {
    expect(await messages()).toEqual([
      expect.stringMatching(/^error: No worker is running/),
      expect.stringMatching(/^warning: Not watched: sandbox/),
    ])
  })

  it("reports an unavailable database, and still examines the rest", async () => {
    process.env.DATABASE_URL = "postgresql://slipway@127.0.0.1:1/slipway"
    process.env.SLIPWAY_HELM = "/nowhere/helm"
    expect(await messages()).toEqual([
      expect.stringMatching(/^error: PostgreSQL does not respond: .*ECONNREFUSED/),
      expect.stringMatching(/^error: No executable helm at \/nowhere\/helm/),
    ])
  })

  it("warns of a replica that does not respond, or that lacks the heartbeats of workers", async () => {
    process.env.DATABASE_REPLICA_URL = "postgresql://slipway@127.0.0.1:1/slipway"
    expect(await messages()).toContainEqual(
      expect.stringMatching(/^warning: The replica of DATABASE_REPLICA_URL does not respond: /),
    )
    await disconnect()
    process.env.DATABASE_REPLICA_URL = databaseUrl()
    expect(await messages()).toContainEqual(
      expect.stringMatching(/^warning: The replica of DATABASE_REPLICA_URL lags by more than 15 seconds/),
    )
  })

  it("reports missing privileges of the database role", async () => {
    const client = prismaClient()
    await client.$executeRaw`DROP ROLE IF EXISTS examined`
    await client.$executeRaw`CREATE ROLE examined LOGIN PASSWORD 'examined'`
    const url = new URL(databaseUrl())
    ;[url.username, url.password] = ["examined", "examined"]
    await disconnect()
    process.env.DATABASE_URL = url.href
    expect(await messages()).toEqual([
      expect.stringMatching(/^error: The database lacks \d+ migrations/),
      expect.stringMatching(/^warning: .* cannot create tables/),
    ])
  })

  it("reports an unreadable kubeconfig once, and examines the rest", async () => {
    process.env.SLIPWAY_CLUSTERS = "blue=/nowhere/blue.yaml"
    expect(await messages()).toEqual([
      expect.stringMatching(/^error: The kubeconfig \/nowhere\/blue.yaml cannot be read/),
      expect.stringMatching(/^error: No worker is running/),
    ])
  })

  it("reports a cluster that does not respond", async () => {
    const path = join(fixture.folder, "away.yaml")
    await writeFile(path, fixture.kubeconfig.replace(/server: \S+/, "server: https://127.0.0.1:1"))
    process.env.SLIPWAY_CLUSTERS = `blue=${path}`
    expect(await messages()).toContainEqual(
      expect.stringMatching(/^error: The cluster blue \(https:\/\/127.0.0.1:1\) does not respond/),
    )
  })
})

describe("listMissingAccess", () => {
  it("lists the missing permissions of an account limited to one namespace", async () => {
    const [cluster] = await readClusters()
    if (cluster === undefined) throw new Error("There is no cluster.")
    expect(await listMissingAccess(cluster)).toBe("")
    const tenant = asTenant({ ...cluster, identity: "tenant" }, "tenant-examined")
    expect(await listMissingAccess(tenant)).toMatch(
      /^create namespaces, watch secrets, create serviceaccounts/,
    )
  })
})
