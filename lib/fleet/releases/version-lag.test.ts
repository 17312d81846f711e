import { describe, expect, it } from "vitest"
import { versionLag } from "./version-lag"

const at = (day: number) => `2026-01-${String(day).padStart(2, "0")}T00:00:00.000Z`
const published = [
  { version: "2.0.0-rc.1", createdAt: at(20) },
  { version: "1.2.0", createdAt: at(10) },
  { version: "1.1.0", createdAt: at(5) },
  { version: "1.0.1", createdAt: at(12) },
  { version: "1.0.0", createdAt: at(1) },
]

describe("how far a version is behind", () => {
  it("is counted in newer versions, and in time since the first of them was published", () => {
    expect(versionLag("1.0.0", published)).toEqual({
      newestVersion: "1.2.0",
      versionsBehind: 3,
      supersededAt: at(5),
    })
  })

  it("a fix of an old line is superseded from the day it comes out", () => {
    expect(versionLag("1.0.1", published)).toMatchObject({ versionsBehind: 2, supersededAt: at(12) })
  })

  it("the newest is not behind, whatever prereleases there are", () => {
    expect(versionLag("1.2.0", published)).toMatchObject({ versionsBehind: 0, supersededAt: null })
  })

  it("a prerelease that runs is not behind older versions", () => {
    expect(versionLag("2.0.0-rc.1", published)).toMatchObject({ versionsBehind: 0 })
  })

  it.each([
    ["1.1", 1],
    ["1", 3],
    ["", 4],
    ["nightly", 4],
  ])(
    "is counted also for %j, which Helm takes for a version though it is not a whole one",
    (running, behind) => {
      expect(versionLag(running, published)).toMatchObject({ versionsBehind: behind })
    },
  )

  it("is not known of a chart without versions, nor since when where no time is told", () => {
    expect(versionLag("1.0.0", [])).toMatchObject({ newestVersion: null, versionsBehind: null })
    const untold = [{ version: "1.1.0", createdAt: null }]
    expect(versionLag("1.0.0", untold)).toMatchObject({ versionsBehind: 1, supersededAt: null })
  })
})
