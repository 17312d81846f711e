import { describe, expect, it } from "vitest"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"
import { isOverBudget } from "./version-lag"

const now = new Date("2026-06-01T00:00:00Z")
const version = (fields: Partial<FleetVersion>): FleetVersion => ({
  repository: "demo",
  chartName: "service",
  chartVersion: "1.0.0",
  releases: 3,
  byStatus: { DEPLOYED: 3 },
  newestVersion: "1.1.0",
  versionsBehind: 1,
  supersededAt: "2026-05-20T00:00:00Z",
  ...fields,
})

describe("the version budget", () => {
  it("allows two newer versions for a while", () => {
    expect(isOverBudget(version({ versionsBehind: 2 }), now)).toBe(false)
  })

  it.each([
    ["three newer versions", { versionsBehind: 3 }],
    ["a newer major version", { newestVersion: "2.0.0" }],
    ["ninety days", { supersededAt: "2026-03-01T00:00:00Z" }],
  ])("is exceeded by %s", (_what, fields) => {
    expect(isOverBudget(version(fields), now)).toBe(true)
  })

  it("is not exceeded by the newest version or by an unknown one", () => {
    expect(isOverBudget(version({ versionsBehind: 0, supersededAt: null }), now)).toBe(false)
    expect(isOverBudget(version({ newestVersion: null, versionsBehind: null }), now)).toBe(false)
  })
})
