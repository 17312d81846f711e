import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { releaseName, type Seeded, seedReleases } from "@/tools/testing/seed-releases"
import { adoptRelease } from "./adopt-release"
import { installRelease } from "./install-release"
import { installReleaseSchema } from "./schema"

const actor = systemActor("test")
let fixture: ReleaseFixture

beforeAll(async () => {
  fixture = await createReleaseFixture()
}, 120_000)
afterAll(() => fixture.remove(), 30_000)

const install = (tenantId: string, name: string) =>
  installRelease(
    actor,
    installReleaseSchema.parse({
      tenantId,
      releaseName: name,
      chartName: "matih-ai-service",
      chartVersion: "1.0.0",
    }),
  )

/** Moves the tenant while `work`, which has read the old location, waits for the row lock. */
async function whileItMoves<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
  const locked = Promise.withResolvers<void>()
  const moving = Promise.withResolvers<void>()
  const move = transaction(async () => {
    await db().tenant.update({ where: { id: tenantId }, data: { namespace: `moved-${tenantId.slice(-8)}` } })
    locked.resolve()
    await moving.promise
  })
  await locked.promise
  const working = work()
  working.catch(() => undefined)
  const waiting = async () => {
    const [row] = await prismaClient().$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`
    return row?.n
  }
  await expect.poll(waiting, { timeout: 10_000 }).toBe(1)
  moving.resolve()
  await move
  return working
}

const releasesOf = (tenantId: string) =>
  prismaClient().release.findMany({ where: { tenantId }, orderBy: { id: "asc" } })

describe("a tenant that is moved to another namespace concurrently", () => {
  it("gets no install into its old namespace", async () => {
    const tenantId = await fixture.tenant("nomad")
    const installing = whileItMoves(tenantId, () => install(tenantId, "late"))
    await expect(installing).rejects.toMatchObject({ kind: "conflict", details: { code: "tenant_moved" } })
    expect(await releasesOf(tenantId)).toEqual([])
  })

  it("adopts no release in its old namespace", async () => {
    const { tenantId, namespace } = await unmanaged("settler")
    const target = { cluster: "sandbox", namespace, releaseName, tenantId }
    const adopting = whileItMoves(tenantId, () => adoptRelease(actor, target))
    await expect(adopting).rejects.toMatchObject({ kind: "conflict", details: { code: "tenant_moved" } })
    expect(await releasesOf(tenantId)).toEqual([])
  })
})

/** An unmanaged release in the cluster, in the namespace of a tenant. */
async function unmanaged(slug: string): Promise<Seeded> {
  const [one] = await seedReleases(fixture.sandbox, [{ slug }])
  if (one === undefined) throw new Error("Nothing was seeded.")
  await prismaClient().releaseRevision.deleteMany({ where: { releaseId: one.releaseId } })
  await prismaClient().release.delete({ where: { id: one.releaseId } })
  return one
}

describe("a release whose failed install left nothing", () => {
  it("records in the audit log that its name was freed", async () => {
    const row = { status: "FAILED" as const, inCluster: false }
    const [goneRelease] = await seedReleases(null, [{ slug: "generous", row }])
    await install(goneRelease?.tenantId ?? "", releaseName)
    const entries = await prismaClient().auditEntry.findMany({ where: { subjectId: goneRelease?.releaseId } })
    expect(entries).toMatchObject([{ action: "release.name_freed", actorName: "test" }])
    expect(await releasesOf(goneRelease?.tenantId ?? "")).toMatchObject([
      { status: "UNINSTALLED" },
      { status: "PENDING_INSTALL" },
    ])
  })
})
