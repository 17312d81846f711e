import { describe, expect, it } from "vitest"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"
import { stepBehind, versionAge, versionLagOf, versionLagsOf } from "./version-lag"

const now = Date.parse("2026-03-11T12:00:00Z")
const versionLag: FleetVersion = {
  repository: "demo",
  chartName: "service",
  chartVersion: "1.0.0",
  releases: 2,
  byStatus: { DEPLOYED: 2 },
  newestVersion: "2.1.0",
  versionsBehind: 3,
  supersededAt: "2026-03-01T12:00:00Z",
}

describe("versionAge", () => {
  it("counts the days since a newer version was published", () => {
    expect(versionAge(versionLag, "2026-03-10T12:00:00Z", now)).toEqual({ days: 10, from: "superseded" })
  })

  it("counts from the deployment when the catalog has no date", () => {
    expect(versionAge(null, "2026-03-10T12:00:00Z", now)).toEqual({ days: 1, from: "deployed" })
    expect(versionAge({ ...versionLag, supersededAt: null }, null, now)).toBeNull()
  })

  it("is zero for the newest version", () => {
    const newest = { ...versionLag, versionsBehind: 0, supersededAt: null }
    expect(versionAge(newest, "2020-01-01T00:00:00Z", now)).toEqual({ days: 0, from: "newest" })
  })
})

describe("version lag", () => {
  it("is named after the largest part that changes", () => {
    expect(stepBehind(versionLag)).toBe("major")
    expect(stepBehind({ ...versionLag, newestVersion: "1.0.0", versionsBehind: 0 })).toBeNull()
    expect(stepBehind(null)).toBeNull()
  })

  it("compares versions of the same chart in the same repository", () => {
    const versionLags = versionLagsOf([versionLag])
    expect(versionLagOf(versionLags, versionLag)).toBe(versionLag)
    expect(versionLagOf(versionLags, { ...versionLag, repository: "another" })).toBeNull()
  })
})
