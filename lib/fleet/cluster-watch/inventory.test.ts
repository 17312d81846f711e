import { describe, expect, it } from "vitest"
import type { HelmSecret } from "@/lib/kube/cluster/helm-secrets"
import { collectGarbage } from "@/tools/testing/collect-garbage"
import { Inventory } from "./inventory"

const secret = (
  releaseName: string,
  revision: number,
  status: HelmSecret["status"] = "deployed",
): HelmSecret => ({
  namespace: "tenant-acme",
  releaseName,
  revision,
  status,
  changedAt: new Date(0),
  createdAt: new Date(0),
  operationId: null,
})
const key = (releaseName: string) => ({ namespace: "tenant-acme", releaseName })

describe("Inventory", () => {
  it("keeps the newest revision regardless of the order of events", () => {
    const inventory = new Inventory()
    for (const revision of [2, 10, 9]) inventory.put(secret("one", revision))
    inventory.put(secret("one", 9, "superseded"))
    expect(inventory.newest(key("one"))).toMatchObject({ revision: 10, status: "deployed" })
    inventory.put(secret("one", 10, "failed"))
    expect(inventory.newest(key("one"))).toMatchObject({ revision: 10, status: "failed" })
  })

  it("drops a release with its last revision", () => {
    const inventory = new Inventory()
    for (const revision of [1, 2]) inventory.put(secret("one", revision))
    inventory.drop(secret("one", 1))
    expect(inventory.newest(key("one"))).toMatchObject({ revision: 2, status: "deployed" })
    inventory.drop(secret("one", 2))
    expect(inventory.newest(key("one"))).toBeNull()
  })

  it("does not guess the metadata of the previous revision when the newest is deleted", () => {
    const inventory = new Inventory()
    for (const revision of [1, 2]) inventory.put(secret("one", revision))
    inventory.drop(secret("one", 2))
    expect(inventory.newest(key("one"))).toMatchObject({ revision: 1, status: "unknown" })
  })

  it("reports namespaces that may not be listed as not covered", () => {
    expect(new Inventory(new Set(["tenant-acme"])).covers("tenant-other")).toBe(false)
    expect(new Inventory().covers("tenant-other")).toBe(true)
  })

  it("keeps ten thousand releases with ten revisions each within 16 MB", () => {
    const inventory = new Inventory()
    collectGarbage()
    const before = process.memoryUsage().heapUsed
    for (let release = 0; release < 10_000; release += 1) {
      for (let revision = 1; revision <= 10; revision += 1)
        inventory.put(secret(`release-${release}`, revision))
    }
    collectGarbage()
    const growth = process.memoryUsage().heapUsed - before
    expect([...inventory.all()]).toHaveLength(10_000)
    expect(growth).toBeLessThan(16 * 1_024 * 1_024)
  })
})
