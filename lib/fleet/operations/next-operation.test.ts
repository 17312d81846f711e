import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { seedReleases } from "@/tools/testing/seed-releases"
import { nextOperation } from "./next-operation"

const worker = { previews: false, holder: "worker", maxBulk: 3 }
let tenants: string[] = []
let count = 0

beforeEach(async () => {
  const seeded = await seedReleases(null, [{ slug: `fair-${++count}-a` }, { slug: `fair-${count}-b` }])
  tenants = seeded.map(({ tenantId }) => tenantId)
})
afterEach(async () => {
  await prismaClient().operation.deleteMany({ where: { tenantId: { in: tenants } } })
})

type Row = {
  name: string
  caller: string
  tenant?: number
  kind?: "INSTALL" | "ROLLBACK" | "UNINSTALL" | "PREVIEW"
}

async function queue(rows: readonly Row[], fields: { rolloutId?: string } = {}): Promise<void> {
  for (const { name, caller, tenant = 0, kind = "INSTALL" } of rows) {
    await prismaClient().operation.create({
      data: {
        id: crypto.randomUUID().replace(/^.{8}/, String(++count).padStart(8, "0")),
        ...fields,
        tenantId: tenants[tenant] ?? "",
        cluster: "sandbox",
        namespace: "n",
        releaseName: name,
        kind,
        sealedRequest: "",
        requestedBy: caller,
        requester: { id: caller },
      },
    })
  }
}

/** Claims the queued operations one after the other and returns their order. */
async function claimAll(slot = worker): Promise<string[]> {
  const names: string[] = []
  for (let id = await nextOperation(slot); id !== null; id = await nextOperation(slot)) {
    const data = { state: "SUCCEEDED" as const, startedAt: new Date() }
    names.push((await prismaClient().operation.update({ where: { id }, data })).releaseName)
  }
  return names
}

const installs = (caller: string, total: number, tenant = 0): Row[] =>
  Array.from({ length: total }, (_, index) => ({ name: `${caller}${index + 1}`, caller, tenant }))

describe("nextOperation", () => {
  it("takes rollbacks and uninstalls before other changes", async () => {
    const caller = "ci"
    await queue([
      ...installs(caller, 3),
      { name: "back", caller, kind: "ROLLBACK" },
      { name: "gone", caller, kind: "UNINSTALL" },
    ])
    expect(await claimAll()).toEqual(["back", "gone", "ci1", "ci2", "ci3"])
  })

  it("alternates between callers, so that sixty installs by one do not delay others", async () => {
    await queue([...installs("ci", 60), ...installs("person", 2)])
    expect((await claimAll()).slice(0, 5)).toEqual(["ci1", "person1", "ci2", "person2", "ci3"])
  })

  it("alternates between the tenants of one caller", async () => {
    await queue([...installs("ci", 4, 0), { name: "other", caller: "ci", tenant: 1 }])
    expect((await claimAll()).slice(0, 2)).toEqual(["ci1", "other"])
  })

  it("takes rollout operations last, and keeps a slot free while they run", async () => {
    const rolloutId = crypto.randomUUID()
    await queue(installs("rollout", 4), { rolloutId })
    await queue(installs("person", 1))
    const running = { state: "RUNNING" as const, leaseHolder: "worker" }
    expect(await claimAll({ ...worker, maxBulk: 0 })).toEqual(["person1"])
    await prismaClient().operation.updateMany({
      where: { rolloutId, releaseName: "rollout1" },
      data: running,
    })
    expect(await nextOperation({ ...worker, maxBulk: 1 })).toBeNull()
    expect(await claimAll({ ...worker, maxBulk: 2 })).toEqual(["rollout2", "rollout3", "rollout4"])
  })

  it("separates previews from changes", async () => {
    await queue([{ name: "look", caller: "person", kind: "PREVIEW" }, ...installs("ci", 1)])
    expect(await claimAll()).toEqual(["ci1"])
    expect(await claimAll({ ...worker, previews: true })).toEqual(["look"])
  })
})
