import { describe, expect, it } from "vitest"
import { blocksOf, drawVersions } from "./draw-versions"
import { packedGeometry, versionRowMiddle, versionRowUnder } from "./geometry"
import type { Frame } from "./layout"

const segment = (imageTag: string, from: number, to: number) => ({
  application: "cards",
  environment: "dev",
  imageTag,
  deploymentId: imageTag,
  from,
  to,
})
const view = {
  xOf: (instant: number) => instant,
  geometry: packedGeometry({ width: 1000, height: 400, namesAbove: false }, [{ name: "dev", rows: 1 }]),
}
const row = (segments: ReturnType<typeof segment>[]) => ({
  label: "cards",
  segments,
  markers: [],
})

describe("blocksOf", () => {
  it("draws wide segments individually and omits those outside the view", () => {
    const blocks = blocksOf(
      row([segment("v0", -50, -10), segment("v1", -10, 500), segment("v2", 500, 2000)]),
      view,
    )
    expect(blocks.map(({ x, end, count }) => [x, end, count])).toEqual([
      [-10, 500, 1],
      [500, 2000, 1],
    ])
  })

  it("combines neighbors too narrow to see, with their number", () => {
    const narrow = Array.from({ length: 20 }, (_, index) => segment(`v${index}`, 100 + index, 101 + index))
    const blocks = blocksOf(row([segment("before", 0, 100), ...narrow, segment("after", 120, 400)]), view)
    expect(blocks.map(({ count }) => count)).toEqual([1, 20, 1])
    expect(blocks[1]).toMatchObject({ x: 100, end: 120 })
  })
})

describe("the name of a row", () => {
  it.each([
    ["in each segment, if the first has room", 500, ["cards · ", "v1", "cards · ", "v2"]],
    ["only at the left end, if the first is narrow", 40, ["cards", "v2"]],
  ])("is %s", (_where, middle, drawn) => {
    const segments = [segment("v1", 0, middle), segment("v2", middle, 1000)]
    const texts: string[] = []
    const context = new Proxy(
      {
        fillText: (text: string) => texts.push(text),
        measureText: (text: string) => ({ width: text.length * 6 }),
      },
      { get: (target, key) => Reflect.get(target, key) ?? (() => undefined), set: () => true },
    )
    const palette = { status: {}, glyphs: {}, monoWidth: 7 }
    const state = { scrollTop: 0, hover: null, focus: null }
    const frame: Frame = Object({ ...view, context, palette, state })
    drawVersions(frame, { kind: "versions", lanes: new Map([["dev", [row(segments)]]]), rowOf: new Map() })
    expect(texts.filter((text) => text !== "")).toEqual(drawn)
  })
})

describe("the geometry of rows", () => {
  it("finds the row at the middle of each row, at any scroll offset", () => {
    const lanes = [
      { name: "dev", rows: 3 },
      { name: "prod", rows: 5 },
    ]
    const { boxes } = packedGeometry({ width: 800, height: 400, namesAbove: false }, lanes)
    for (const box of boxes.values())
      for (let index = 0; index < box.rows; index++)
        for (const scrollTop of [0, 37]) {
          expect(versionRowUnder(box, versionRowMiddle(box, index, scrollTop), scrollTop)).toBe(index)
        }
  })
})
