import { describe, expect, it } from "vitest"
import type { HelmSecret } from "@/lib/kube/cluster/helm-secrets"
import { Inventory } from "./inventory"

const secret = (
  release: string,
  revision: number,
  status: HelmSecret["status"] = "deployed",
): HelmSecret => ({
  ...{ namespace: "tenant-acme", release, revision, status, uid: `${release}-${revision}` },
  ...{ changedAt: new Date(0), madeAt: new Date(0), operationId: null },
})
const key = (releaseName: string) => ({ namespace: "tenant-acme", releaseName })

describe("What Helm has in a cluster", () => {
  it("is told by the newest revision, in whatever order they come", () => {
    const inventory = new Inventory()
    for (const revision of [2, 10, 9]) inventory.put(secret("one", revision))
    inventory.put(secret("one", 9, "superseded"))
    expect(inventory.newest(key("one"))).toMatchObject({ revision: 10, status: "deployed" })
    inventory.put(secret("one", 10, "failed"))
    expect(inventory.newest(key("one"))).toMatchObject({ revision: 10, status: "failed" })
  })

  it("is gone with the last revision, and not before", () => {
    const inventory = new Inventory()
    for (const revision of [1, 2]) inventory.put(secret("one", revision))
    inventory.drop(secret("one", 1))
    expect(inventory.newest(key("one"))).toMatchObject({ revision: 2, status: "deployed" })
    inventory.drop(secret("one", 2))
    expect(inventory.newest(key("one"))).toBeNull()
  })

  it("does not guess what the one before says of itself, when the newest goes", () => {
    const inventory = new Inventory()
    for (const revision of [1, 2]) inventory.put(secret("one", revision))
    inventory.drop(secret("one", 2))
    expect(inventory.newest(key("one"))).toMatchObject({ revision: 1, status: "unknown" })
  })

  it("says of a namespace that may not be listed that it does not know", () => {
    expect(new Inventory(new Set(["tenant-acme"])).covers("tenant-other")).toBe(false)
    expect(new Inventory().covers("tenant-other")).toBe(true)
  })

  it("keeps ten thousand releases of ten revisions each within 16 MB", () => {
    const inventory = new Inventory()
    const before = process.memoryUsage().heapUsed
    for (let release = 0; release < 10_000; release += 1) {
      for (let revision = 1; revision <= 10; revision += 1)
        inventory.put(secret(`release-${release}`, revision))
    }
    global.gc?.()
    const grown = process.memoryUsage().heapUsed - before
    expect(inventory.size).toBe(10_000)
    // Without a forced collection what was thrown away counts too.
    expect(grown).toBeLessThan((global.gc === undefined ? 64 : 16) * 1_024 * 1_024)
  })
})
