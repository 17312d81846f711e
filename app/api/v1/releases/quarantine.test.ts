import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { db, outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { tokenCaller } from "@/tools/testing/callers"
import { lockWaiters } from "@/tools/testing/lock-waiters"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { releaseName, type Seeded, seedReleases, type ToSeed } from "@/tools/testing/seed-releases"
import { packSmallChart, smallChart } from "@/tools/testing/small-chart"

let fixture: ReleaseFixture
let client: ReleaseClient
let count = 0

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await packSmallChart()
  client = new ReleaseClient(await tokenCaller(["releases:write"], { name: "Ann" }))
}, 120_000)
afterAll(() => fixture.remove(), 30_000)
beforeEach(async () => {
  await prismaClient().quarantine.deleteMany()
})

async function quarantine(chartVersion: string): Promise<void> {
  const body = { chartName: smallChart, chartVersion, reason: "Loses writes" }
  expect((await client.call("POST", "quarantine", "quarantine", { body })).status).toBe(201)
}

async function seed(toSeed: Omit<ToSeed, "slug"> = {}): Promise<Seeded> {
  const [seeded] = await seedReleases(null, [{ slug: `q${++count}`, ...toSeed }])
  if (seeded === undefined) throw new Error("Nothing was seeded.")
  return seeded
}

/** As if it had been upgraded from its only revision. */
async function upgraded(releaseId: string, chartVersion: string): Promise<void> {
  const first = await prismaClient().releaseRevision.findFirstOrThrow({ where: { releaseId } })
  const second = { ...first, id: crypto.randomUUID(), revision: 2, chartVersion, cause: undefined }
  await prismaClient().releaseRevision.create({ data: second })
  await prismaClient().release.update({ where: { id: releaseId }, data: { revision: 2, chartVersion } })
}

const refusal = (version: string) => ({
  status: 409,
  body: {
    code: "version_quarantined",
    detail: `small ${version} is quarantined by Ann: Loses writes. Choose another version, or lift the quarantine.`,
  },
})
const installBody = (tenantId: string, chartVersion: string) => ({
  tenantId,
  releaseName: "another",
  chartName: smallChart,
  chartVersion,
})

describe("A quarantined chart version", () => {
  it("cannot be installed or previewed, while other versions can", async () => {
    const tenantId = await fixture.tenant("bare")
    await quarantine("1.1.0")
    const body = installBody(tenantId, "1.1.0")
    expect(await client.install(body)).toMatchObject(refusal("1.1.0"))
    expect(await client.install({ ...body, chartName: `demo/${smallChart}` })).toMatchObject(refusal("1.1.0"))
    expect(await client.preview({ kind: "INSTALL", ...body })).toMatchObject(refusal("1.1.0"))
    expect(await prismaClient().operation.count({ where: { tenantId } })).toBe(0)
    expect(await prismaClient().release.count({ where: { tenantId } })).toBe(0)
    expect((await client.install({ ...body, chartVersion: "1.0.0" })).status).toBe(202)
  })

  it("is not the target of an upgrade", async () => {
    const { releaseId } = await seed()
    await quarantine("1.1.0")
    expect(await client.change(releaseId, "upgrade", { chartVersion: "1.1.0" })).toMatchObject(
      refusal("1.1.0"),
    )
    expect(await client.preview({ kind: "UPGRADE", releaseId, chartVersion: "1.1.0" })).toMatchObject(
      refusal("1.1.0"),
    )
    expect((await client.change(releaseId, "upgrade", { chartVersion: "1.2.0" })).status).toBe(202)
  })

  it("can be kept by an upgrade of the values or by a rollback where it runs, but not where a change to it failed", async () => {
    const values = { valuesOverride: { greeting: "hi" } }
    await quarantine("1.0.0")
    await quarantine("1.1.0")
    const running = [
      await seed(),
      await seed(),
      await seed({ version: "v1.0.0", row: { chartVersion: "1.0.0" } }),
    ]
    const [one, other, prefixed] = running.map(({ releaseId }) => releaseId)
    expect((await client.change(one ?? "", "upgrade", values)).status).toBe(202)
    expect((await client.change(other ?? "", "rollback", { targetRevision: 1 })).status).toBe(202)
    expect((await client.change(prefixed ?? "", "upgrade", values)).status).toBe(202)
    const failed = await seed({ row: { chartVersion: "1.1.0", status: "FAILED" } })
    expect(await client.change(failed.releaseId, "upgrade", values)).toMatchObject(refusal("1.1.0"))
  })

  it("is not the target of a rollback, and its releases can be uninstalled", async () => {
    const { releaseId } = await seed()
    await upgraded(releaseId, "1.1.0")
    await quarantine("1.0.0")
    const rollback = { targetRevision: 1 }
    expect(await client.change(releaseId, "rollback", rollback)).toMatchObject(refusal("1.0.0"))
    expect(await client.change(releaseId, "rollback/last-successful", {})).toMatchObject(refusal("1.0.0"))
    expect(await client.preview({ kind: "ROLLBACK", releaseId, ...rollback })).toMatchObject(refusal("1.0.0"))
    expect((await client.get(releaseId)).body.status).toBe("DEPLOYED")
    await quarantine("1.1.0")
    expect((await client.uninstall(releaseId)).status).toBe(202)
  })

  it("is shown with its reason in the catalog, and does not count as the newest version", async () => {
    await seed()
    await quarantine("2.0.0")
    const params = { repository: "demo", name: smallChart }
    const path = `helm/charts/demo/${smallChart}`
    const listed = await client.call("GET", "helm/charts/{repository}/{name}", path, { params })
    const shown = listed.body.map(({ version, quarantine }: Record<string, unknown>) => [version, quarantine])
    expect(Object.fromEntries(shown)).toMatchObject({
      "2.0.0": { reason: "Loses writes", createdBy: "Ann" },
      "1.2.0": null,
    })
    const contents = await client.call("GET", "helm/charts/{repository}/{name}/{version}", `${path}/2.0.0`, {
      params: { ...params, version: "2.0.0" },
    })
    expect(contents.body.quarantine).toEqual({ reason: "Loses writes", createdBy: "Ann" })
    const fleet = (await client.call("GET", "helm/releases/versions", "helm/releases/versions")).body
    expect(fleet.find(({ chartName }: { chartName: string }) => chartName === smallChart)).toMatchObject({
      newestVersion: "1.2.0",
    })
  })

  it("is the same with and without a leading v", async () => {
    const tenantId = await fixture.tenant("prefixed")
    const running = await seed({ version: "v3.0.0" })
    await quarantine("v1.1.0")
    await quarantine("3.0.0")
    expect(await client.install(installBody(tenantId, "1.1.0"))).toMatchObject(refusal("1.1.0"))
    const listed = await client.call("GET", "helm/releases", "helm/releases?quarantined=true")
    expect(listed.body).toContainEqual(expect.objectContaining({ id: running.releaseId }))
    const body = { chartName: smallChart, chartVersion: "1.1.0", reason: "Again" }
    expect((await client.call("POST", "quarantine", "quarantine", { body })).status).toBe(409)
  })

  it("marks the releases that run it, which need attention; an install that is pending or left nothing does not run it", async () => {
    const running = await seed({ version: "1.2.0" })
    await seed({ version: "1.2.0", row: { status: "UNINSTALLED", inCluster: false } })
    await seed({ version: "1.2.0", row: { status: "PENDING_INSTALL" } })
    await seed({ version: "1.2.0", row: { status: "FAILED", inCluster: false } })
    await quarantine("1.2.0")
    const list = async (query: string) =>
      (await client.call("GET", "helm/releases", `helm/releases?${query}`)).body.map(
        ({ id }: { id: string }) => id,
      )
    expect(await list("quarantined=true")).toEqual([running.releaseId])
    expect(await list("quarantined=false&limit=500")).not.toContain(running.releaseId)
    const attention = await client.call("GET", "helm/releases/attention", "helm/releases/attention")
    expect(attention.body[0]).toMatchObject({
      kind: "quarantined",
      total: 1,
      items: [{ releaseId: running.releaseId, chartVersion: "1.2.0" }],
    })
    await prismaClient().quarantine.deleteMany()
    expect(await list("quarantined=true")).toEqual([])
    expect(await list("quarantined=false")).toContain(running.releaseId)
  })
})

describe("A version that is quarantined while a change of it is being accepted", () => {
  /** Quarantines a version after the change was planned, while it waits for the tenant's row. */
  async function whileWaiting<T>(tenantId: string, version: string, change: () => Promise<T>): Promise<T> {
    const waiting = await transaction(async () => {
      await db().$queryRaw`SELECT 1 FROM tenant WHERE id = ${tenantId}::uuid FOR UPDATE`
      const changing = outsideTransaction(change)
      await expect.poll(lockWaiters, { timeout: 10_000 }).toBe(1)
      await outsideTransaction(() => quarantine(version))
      return { changing }
    })
    return waiting.changing
  }

  it("is not installed", async () => {
    const tenantId = await fixture.tenant("racing")
    const response = await whileWaiting(tenantId, "1.1.0", () =>
      client.install(installBody(tenantId, "1.1.0")),
    )
    expect(response).toMatchObject(refusal("1.1.0"))
    expect(await prismaClient().release.count({ where: { tenantId } })).toBe(0)
  })

  it("is not the target of an upgrade or a rollback", async () => {
    const { tenantId, releaseId } = await seed()
    await upgraded(releaseId, "1.2.0")
    expect(
      await whileWaiting(tenantId, "1.1.0", () =>
        client.change(releaseId, "upgrade", { chartVersion: "1.1.0" }),
      ),
    ).toMatchObject(refusal("1.1.0"))
    expect(
      await whileWaiting(tenantId, "1.0.0", () =>
        client.change(releaseId, "rollback", { targetRevision: 1 }),
      ),
    ).toMatchObject(refusal("1.0.0"))
    expect((await client.get(releaseId)).body).toMatchObject({ releaseName, operation: null })
  })
})
