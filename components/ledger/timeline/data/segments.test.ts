import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { buildMarker } from "@/tools/testing/build-marker"
import { composeSegments, rowsByLane, segmentAt } from "./segments"

const hour = 3_600_000
const iso = (hours: number) => new Date(hours * hour).toISOString()
const span = (imageTag: string, from: number, to: number, environment = "dev") => ({
  application: "cards",
  environment,
  imageTag,
  deploymentId: imageTag,
  from: iso(from),
  to: iso(to),
})
const window = (from: number, to: number) => ({ from: from * hour, to: to * hour })

describe("composeSegments", () => {
  it("joins a version that continues in the next window", () => {
    const knownSpans = [
      { ...window(0, 8), spans: [span("v1", 0, 3), span("v2", 3, 8)] },
      { ...window(8, 16), spans: [span("v2", 8, 10), span("v3", 10, 16)] },
    ]
    const segments = composeSegments([window(0, 8), window(8, 16)], knownSpans)
    expect(segments?.map(({ imageTag, from, to }) => [imageTag, from / hour, to / hour])).toEqual([
      ["v1", 0, 3],
      ["v2", 3, 10],
      ["v3", 10, 16],
    ])
  })

  it("keeps unconnected segments and other environments separate", () => {
    const spans = [span("v1", 0, 2), span("v1", 5, 8), span("v1", 0, 8, "prod")]
    expect(composeSegments([window(0, 8)], [{ ...window(0, 8), spans }])).toHaveLength(3)
  })

  it("returns null if a window has too many", () => {
    const knownSpans = [
      { ...window(0, 8), spans: [span("v1", 0, 8)] },
      { ...window(8, 16), spans: null },
    ]
    expect(composeSegments([window(0, 8), window(8, 16)], knownSpans)).toBeNull()
  })

  it("uses data of other windows until a window is loaded", () => {
    const knownSpans = [{ ...window(0, 16), spans: [span("v1", 0, 7), span("v2", 7, 16)] }]
    const segments = composeSegments([window(4, 8)], knownSpans)
    expect(segments?.map(({ imageTag, from, to }) => [imageTag, from / hour, to / hour])).toEqual([
      ["v1", 4, 7],
      ["v2", 7, 8],
    ])
  })

  it("covers exactly what the spans cover, however they are cut into windows", () => {
    const ends = fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 16 }), (spanEnds, width) => {
        const edges = [0, ...spanEnds.toSorted((a, b) => a - b), 32]
        const allSpans = edges
          .slice(1)
          .map((to, index) => ({ tag: `v${index}`, from: edges[index] ?? 0, to }))
        const windows = Array.from({ length: Math.ceil(32 / width) }, (_, index) =>
          window(index * width, Math.min(32, (index + 1) * width)),
        )
        const knownSpans = windows.map((one) => ({
          ...one,
          spans: allSpans.flatMap(({ tag, from, to }) => {
            const startHour = Math.max(from, one.from / hour)
            const end = Math.min(to, one.to / hour)
            return startHour < end ? [span(tag, startHour, end)] : []
          }),
        }))
        const segments = composeSegments(windows, knownSpans)
        expect(
          segments?.map(({ imageTag, from, to }) => ({ tag: imageTag, from: from / hour, to: to / hour })),
        ).toEqual(allSpans)
      }),
    )
  })
})

describe("rowsByLane", () => {
  const segment = (application: string, environment: string) => ({
    application,
    environment,
    imageTag: "v1",
    deploymentId: "id",
    from: 0,
    to: hour,
  })

  it("has a row for each application of an environment, by name, with its deployments", () => {
    const failed = buildMarker({ application: "cards", environment: "dev", status: "FAILED" })
    const lanes = rowsByLane([segment("shop", "dev"), segment("shop", "prod")], [failed], "environment", [])
    expect([...lanes.keys()]).toEqual(["dev", "prod"])
    expect(lanes.get("dev")?.map(({ label }) => label)).toEqual(["cards", "shop"])
    expect(lanes.get("dev")?.[0]?.markers).toEqual([failed])
  })

  it("has a row for each environment of an application, in promotion order", () => {
    const segments = [segment("shop", "dev"), segment("shop", "prod"), segment("shop", "staging")]
    const lanes = rowsByLane(
      segments,
      [],
      "application",
      ["dev", "staging", "prod"].map((environment) => ({ application: "shop", environment })),
    )
    expect(lanes.get("shop")?.map(({ label }) => label)).toEqual(["dev", "staging", "prod"])
  })

  it("finds what ran in a row at an instant", () => {
    const [row] = rowsByLane([segment("shop", "dev")], [], "environment", []).get("dev") ?? []
    if (!row) throw new Error("There is no row.")
    expect(segmentAt(row, 0)?.imageTag).toBe("v1")
    expect(segmentAt(row, hour)).toBeNull()
  })
})
