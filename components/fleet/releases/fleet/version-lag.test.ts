import { describe, expect, it } from "vitest"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"
import { standingOf, standingsOf, stepBehind, versionAge } from "./version-lag"

const now = Date.parse("2026-03-11T12:00:00Z")
const standing: FleetVersion = {
  repository: "demo",
  chartName: "service",
  chartVersion: "1.0.0",
  releases: 2,
  byStatus: { DEPLOYED: 2 },
  newestVersion: "2.1.0",
  versionsBehind: 3,
  supersededAt: "2026-03-01T12:00:00Z",
}

describe("the age of a version", () => {
  it("is counted in days from when a newer one was published", () => {
    expect(versionAge(standing, "2026-03-10T12:00:00Z", now)).toEqual({ days: 10, from: "superseded" })
  })

  it("is counted from the deployment where the catalogue says nothing", () => {
    expect(versionAge(null, "2026-03-10T12:00:00Z", now)).toEqual({ days: 1, from: "deployed" })
    expect(versionAge({ ...standing, supersededAt: null }, null, now)).toBeNull()
  })

  it("is none of the newest", () => {
    const newest = { ...standing, versionsBehind: 0, supersededAt: null }
    expect(versionAge(newest, "2020-01-01T00:00:00Z", now)).toEqual({ days: 0, from: "newest" })
  })
})

describe("how far a version is behind", () => {
  it("is said by the largest part that moves", () => {
    expect(stepBehind(standing)).toBe("major")
    expect(stepBehind({ ...standing, newestVersion: "1.0.0", versionsBehind: 0 })).toBeNull()
    expect(stepBehind(null)).toBeNull()
  })

  it("is that of the same chart of the same repository", () => {
    const standings = standingsOf([standing])
    expect(standingOf(standings, standing)).toBe(standing)
    expect(standingOf(standings, { ...standing, repository: "another" })).toBeNull()
  })
})
