import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { prismaClient } from "@/lib/db/client"
import { createTenant } from "@/lib/tenants/create-tenant"
import { createTenantSchema } from "@/lib/tenants/schema"
import { demoActor } from "./demo-state"
import { demoTenants, layDemoTenants, removeDemoTenants } from "./demo-tenants"

const db = prismaClient()
beforeEach(async () => {
  await db.operation.deleteMany()
  await db.tenant.deleteMany()
})
afterEach(() => {
  vi.unstubAllEnvs()
})

const slugs = async () => (await db.tenant.findMany({ orderBy: { slug: "asc" } })).map(({ slug }) => slug)
const demoSlugs = demoTenants.map(({ slug }) => slug)

describe("The tenants of the demo", () => {
  it("are as the API would have them", () => {
    for (const tenant of demoTenants) expect(createTenantSchema.safeParse(tenant).success).toBe(true)
  })

  it("come with the sandbox, and go again without a trace", async () => {
    await layDemoTenants()
    expect(await slugs()).toEqual(demoSlugs)
    expect(await removeDemoTenants()).toBe(demoSlugs.length)
    expect(await slugs()).toEqual([])
  })

  it("stay away where a cluster is set up, or somebody has tenants", async () => {
    vi.stubEnv("SLIPWAY_CLUSTERS", "production=/nowhere")
    await layDemoTenants()
    expect(await slugs()).toEqual([])
    vi.unstubAllEnvs()
    await createTenant(demoActor, createTenantSchema.parse({ slug: "acme" }))
    await layDemoTenants()
    expect(await slugs()).toEqual(["acme"])
  })

  it("leave those behind for whom something was done: a history is never lost", async () => {
    await layDemoTenants()
    const used = await db.tenant.findUniqueOrThrow({ where: { slug: "cedar-health" } })
    const place = { cluster: used.cluster, namespace: used.namespace, releaseName: "a" }
    await db.operation.create({
      data: {
        id: crypto.randomUUID(),
        tenantId: used.id,
        ...place,
        kind: "PREVIEW",
        sealedRequest: "",
        requestedBy: "me",
        requester: {},
      },
    })
    await createTenant(demoActor, createTenantSchema.parse({ slug: "acme" }))
    expect(await removeDemoTenants()).toBe(demoSlugs.length - 1)
    expect(await slugs()).toEqual(["acme", "cedar-health"])
    expect(await removeDemoTenants()).toBe(0)
  })
})
