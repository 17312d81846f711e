import { describe, expect, it } from "vitest"
import { withoutBlocking } from "@/tools/testing/without-blocking"
import { versionLag } from "./version-lag"

const at = (day: number) => `2026-01-${String(day).padStart(2, "0")}T00:00:00.000Z`
const published = [
  { version: "2.0.0-rc.1", createdAt: at(20) },
  { version: "1.2.0", createdAt: at(10) },
  { version: "1.1.0", createdAt: at(5) },
  { version: "1.0.1", createdAt: at(12) },
  { version: "1.0.0", createdAt: at(1) },
]

describe("versionLag", () => {
  it("counts newer versions, and the time since the first of them was published", () => {
    expect(versionLag("1.0.0", published)).toEqual({
      newestVersion: "1.2.0",
      versionsBehind: 3,
      supersededAt: at(5),
    })
  })

  it("treats a fix of an old line as superseded since its own publication", () => {
    expect(versionLag("1.0.1", published)).toMatchObject({ versionsBehind: 2, supersededAt: at(12) })
  })

  it("ignores prereleases newer than the newest version", () => {
    expect(versionLag("1.2.0", published)).toMatchObject({ versionsBehind: 0, supersededAt: null })
  })

  it("does not count older versions for an installed prerelease", () => {
    expect(versionLag("2.0.0-rc.1", published)).toMatchObject({ versionsBehind: 0 })
  })

  it.each([
    ["1.1", 1],
    ["1", 3],
    ["", 4],
    ["nightly", 4],
  ])("accepts the partial version %j, like Helm", (running, versionsBehind) => {
    expect(versionLag(running, published)).toMatchObject({ versionsBehind })
  })

  it("is unknown for a chart without versions, and has no date when none is published", () => {
    expect(versionLag("1.0.0", [])).toMatchObject({ newestVersion: null, versionsBehind: null })
    const undated = [{ version: "1.1.0", createdAt: null }]
    expect(versionLag("1.0.0", undated)).toMatchObject({ versionsBehind: 1, supersededAt: null })
  })

  it("compares hundreds of running versions with thousands of published ones without blocking", async () => {
    const manyVersions = Array.from({ length: 3_000 }, (_, index) => ({
      version: `1.${index}.0`,
      createdAt: at(1),
    }))
    const lags = async () =>
      manyVersions.slice(0, 500).map(({ version }) => versionLag(version, manyVersions).versionsBehind)
    expect(await withoutBlocking(lags)).toEqual(Array.from({ length: 500 }, (_, index) => 2_999 - index))
  })
})
