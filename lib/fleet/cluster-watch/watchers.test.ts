import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { log } from "@/lib/platform/log"
import { tokenCaller } from "@/tools/testing/callers"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { packSmallChart, smallChart } from "@/tools/testing/small-chart"
import { startWatching, type Watching } from "./start-watching"
import { initialWatchReport, renewWatch } from "./watch-lease"
import { defaultWatch, type WatchSettings } from "./watch-settings"

let fixture: ReleaseFixture
let client: ReleaseClient
let byHand: HelmByHand
let running: Watching[] = []

const quick: WatchSettings = {
  ...defaultWatch,
  leaseSeconds: 1,
  beatMs: 200,
  probeMs: 200,
  firstWaitMs: 100,
  maxWaitMs: 300,
  pollMs: 200,
}

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await packSmallChart()
  await fixture.tenant("acme")
  byHand = new HelmByHand(fixture, "tenant-acme", smallChart)
  client = new ReleaseClient(await tokenCaller(["releases:read"]))
}, 120_000)
afterAll(() => fixture.remove())
beforeEach(async () => {
  await prismaClient().clusterWatch.deleteMany()
})
afterEach(async () => {
  fixture.sandbox.faults.clear()
  await Promise.all(running.map((watching) => watching.stop()))
  running = []
})

const soonTimeout = { timeout: 20_000, interval: 150 }
const watch = (holder: string, settings = quick) => {
  const watching = startWatching(holder, settings)
  running.push(watching)
  return watching
}
const storedReport = () => prismaClient().clusterWatch.findUniqueOrThrow({ where: { cluster: "sandbox" } })
const accepts = (fields: Record<string, unknown>) =>
  vi.waitFor(async () => expect(await storedReport()).toMatchObject(fields), soonTimeout)
const finds = (releaseName: string, fields: Record<string, unknown> = {}) =>
  vi.waitFor(async () => {
    const { body } = await client.call("GET", "helm/unmanaged", `helm/unmanaged?q=${releaseName}`)
    expect(body).toMatchObject([{ releaseName, ...fields }])
  }, soonTimeout)
const clusterState = async () => (await client.call("GET", "clusters", "clusters")).body[0]

describe("several workers", { timeout: 60_000 }, () => {
  it("watch a cluster once, and another takes over immediately when the watcher stops", async () => {
    const first = watch("one")
    await accepts({ holder: "one", scope: "CLUSTER", reachable: true })
    watch("two")
    await byHand.install("handed-over", "1.0.0")
    await finds("handed-over")
    expect((await storedReport()).holder).toBe("one")
    await first.stop()
    await accepts({ holder: "two", scope: "CLUSTER" })
    await byHand.upgrade("handed-over", "1.1.0")
    await finds("handed-over", { revision: 2 })
  })

  it("take over within seconds when the watcher dies, and the dead one writes nothing more", async () => {
    await prismaClient().$executeRaw`
      INSERT INTO cluster_watch (cluster, holder, lease_until) VALUES ('sandbox', 'dead', clock_timestamp() + interval '1 second')`
    watch("heir")
    await accepts({ holder: "heir", scope: "CLUSTER" })
    expect(await renewWatch("sandbox", "dead", 60, { ...initialWatchReport, version: "v0" })).toBe(false)
    expect(await storedReport()).toMatchObject({ holder: "heir", version: expect.not.stringContaining("v0") })
  })

  it("stop watching when the lease cannot be renewed in time", async () => {
    const warned = vi.spyOn(log, "warn")
    watch("one")
    await accepts({ scope: "CLUSTER" })
    await prismaClient().$transaction(
      async (locking) => {
        await locking.$queryRaw`SELECT 1 FROM cluster_watch FOR UPDATE`
        const warning = [{ cluster: "sandbox" }, expect.stringContaining("lease lost")]
        await vi.waitFor(() => expect(warned).toHaveBeenCalledWith(...warning), soonTimeout)
      },
      { timeout: 20_000 },
    )
    warned.mockRestore()
  })
})

describe("a cluster watch", { timeout: 60_000 }, () => {
  it("resumes after a lost connection, and lists again when the resource version is too old", async () => {
    watch("one")
    await accepts({ watchedSince: expect.any(Date), scope: "CLUSTER" })
    const { comparedAt } = await storedReport()
    await fixture.restartSandbox()
    fixture.sandbox.faults.set({ mode: "error", status: 500, pathPart: "watch=true", milliseconds: 700 })
    await byHand.install("while-cut", "1.0.0")
    await finds("while-cut")
    expect((await storedReport()).comparedAt).toEqual(comparedAt)
    await fixture.restartSandbox()
    fixture.sandbox.faults.set({ mode: "error", status: 410, pathPart: "watch=true", count: 1 })
    await vi.waitFor(
      async () => expect((await storedReport()).comparedAt).not.toEqual(comparedAt),
      soonTimeout,
    )
    await accepts({ reachable: true, problem: null })
  })

  it("is restarted when it is silent for too long", async () => {
    watch("one", { ...quick, quietMs: 300 })
    await accepts({ scope: "CLUSTER" })
    await byHand.install("after-silence", "1.0.0")
    await finds("after-silence")
  })

  it("reports when it may not list all namespaces, and polls tenant namespaces instead", async () => {
    fixture.sandbox.faults.set({ mode: "error", status: 403, pathPart: "/api/v1/secrets" })
    watch("one")
    await accepts({ scope: "NAMESPACES", reachable: true, problem: expect.stringContaining("403") })
    expect(await clusterState()).toMatchObject({
      reachable: true,
      watch: {
        following: true,
        scope: "NAMESPACES",
        problem: expect.stringContaining("Only tenant namespaces"),
      },
    })
    await byHand.install("in-a-tenants", "1.0.0")
    await finds("in-a-tenants")
    await byHand.uninstall("in-a-tenants")
    await vi.waitFor(async () => {
      expect(await prismaClient().unmanagedRelease.count({ where: { releaseName: "in-a-tenants" } })).toBe(0)
    }, soonTimeout)
  })

  it("is reported as not watched when no worker runs", async () => {
    expect(await clusterState()).toMatchObject({
      watch: { following: false, worker: null, problem: expect.stringContaining("No worker") },
    })
  })
})
