import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { clearNamespaceTask } from "@/lib/fleet/tenants/clear-namespace"
import { createTenantSchema } from "@/lib/fleet/tenants/schema"
import { createTenant } from "@/lib/fleet/tenants/write-tenant"
import { prismaClient } from "@/lib/platform/db/client"
import { db as ambient, outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { lockWaiters } from "@/tools/testing/lock-waiters"
import { demoActor } from "./demo-state"
import { createDemoTenants, deleteDemoTenants, demoTenants } from "./demo-tenants"

const db = prismaClient()
beforeEach(async () => {
  await db.operation.deleteMany()
  await db.release.deleteMany()
  await db.tenant.deleteMany()
  await db.$executeRaw`DELETE FROM graphile_worker._private_jobs`
})
afterEach(() => {
  vi.unstubAllEnvs()
})

async function seedRelease(slug: string, { createdBy }: { createdBy: string }): Promise<void> {
  const { id: tenantId, cluster, namespace } = await db.tenant.findUniqueOrThrow({ where: { slug } })
  await db.release.create({
    data: {
      id: crypto.randomUUID(),
      tenantId,
      cluster,
      namespace,
      releaseName: "a",
      repository: "demo",
      chartName: "a",
      chartVersion: "1.0.0",
      appVersion: "1",
      sealedValues: "",
      sealedMasked: "",
      status: "DEPLOYED",
      timeoutSeconds: 1,
      atomic: false,
      waitForJobs: false,
      createdBy,
    },
  })
}

const slugs = async () => (await db.tenant.findMany({ orderBy: { slug: "asc" } })).map(({ slug }) => slug)
const demoSlugs = demoTenants.map(({ slug }) => slug)

describe("demo tenants", () => {
  it("pass the API's validation", () => {
    for (const tenant of demoTenants) expect(createTenantSchema.safeParse(tenant).success).toBe(true)
  })

  it("are created with the sandbox and removed without a trace", async () => {
    await createDemoTenants()
    expect(await slugs()).toEqual(demoSlugs)
    expect(await deleteDemoTenants()).toBe(demoSlugs.length)
    expect(await slugs()).toEqual([])
  })

  it("are not created if a cluster is configured or tenants exist", async () => {
    vi.stubEnv("SLIPWAY_CLUSTERS", "production=/nowhere")
    await createDemoTenants()
    expect(await slugs()).toEqual([])
    vi.unstubAllEnvs()
    await createTenant(demoActor, createTenantSchema.parse({ slug: "acme" }))
    await createDemoTenants()
    expect(await slugs()).toEqual(["acme"])
  })

  it("are removed with their demo releases, and the sandbox is cleared", async () => {
    await createDemoTenants()
    await seedRelease("aurora-retail", { createdBy: demoActor.name })
    await seedRelease("ember-bank", { createdBy: "ada" })
    expect(await deleteDemoTenants()).toBe(demoSlugs.length - 1)
    expect(await slugs()).toEqual(["ember-bank"])
    const jobs = await db.$queryRaw<{ payload: unknown }[]>`
      SELECT j.payload FROM graphile_worker._private_jobs j
      JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = ${clearNamespaceTask}`
    expect(jobs).toContainEqual({ payload: { cluster: "sandbox", namespace: "tenant-aurora-retail" } })
    expect(jobs).not.toContainEqual({ payload: { cluster: "sandbox", namespace: "tenant-ember-bank" } })
  })

  it("are kept if a change is accepted for them while they are being removed", async () => {
    await createDemoTenants()
    const { id, cluster, namespace } = await db.tenant.findUniqueOrThrow({ where: { slug: "dune-energy" } })
    const removal = await transaction(async () => {
      await ambient().$executeRaw`SELECT 1 FROM tenant WHERE id = ${id}::uuid FOR SHARE`
      await ambient().operation.create({
        data: {
          id: crypto.randomUUID(),
          tenantId: id,
          cluster,
          namespace,
          releaseName: "a",
          kind: "INSTALL",
          sealedRequest: "",
          requestedBy: "ada",
          requester: {},
        },
      })
      const removed = outsideTransaction(() => transaction(deleteDemoTenants))
      await expect.poll(lockWaiters).toBe(1)
      return { removed }
    })
    expect(await removal.removed).toBe(demoSlugs.length - 1)
    expect(await slugs()).toEqual(["dune-energy"])
  })

  it("are kept if they have any other activity, because history is never deleted", async () => {
    await createDemoTenants()
    const used = await db.tenant.findUniqueOrThrow({ where: { slug: "cedar-health" } })
    const target = { cluster: used.cluster, namespace: used.namespace, releaseName: "a" }
    await db.operation.create({
      data: {
        id: crypto.randomUUID(),
        tenantId: used.id,
        ...target,
        kind: "PREVIEW",
        sealedRequest: "",
        requestedBy: "me",
        requester: {},
      },
    })
    await createTenant(demoActor, createTenantSchema.parse({ slug: "acme" }))
    expect(await deleteDemoTenants()).toBe(demoSlugs.length - 1)
    expect(await slugs()).toEqual(["acme", "cedar-health"])
    expect(await deleteDemoTenants()).toBe(0)
  })
})
