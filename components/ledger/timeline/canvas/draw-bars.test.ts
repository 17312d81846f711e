import { describe, expect, it } from "vitest"
import { drawBars } from "./draw-bars"
import { geometryOf } from "./geometry"
import { createLayoutCache, type Frame } from "./layout"

const minute = 60_000
const marker = (id: string, at: number) => ({
  id,
  application: "cards",
  environment: "dev",
  imageTag: `v1.0.${id}`,
  status: "DEPLOYED" as const,
  from: at * minute,
  to: at * minute,
  isRollback: false,
  replaces: null,
  isAnnulled: false,
})

/** The texts drawn for markers at these minutes, in a window of 100 minutes and 1,000 pixels that starts at `from`. */
function textsAt(from: number, minutes: number[]): string[] {
  const view = { from: from * minute, to: (from + 100) * minute }
  const texts: string[] = []
  const context = new Proxy(
    { fillText: (text: string) => texts.push(text) },
    { get: (target, name) => Reflect.get(target, name) ?? (() => undefined), set: () => true },
  )
  const subject = {
    data: { markers: minutes.map((at, index) => marker(String(index), at)), cells: [], cellMs: 0 },
    laneKind: "environment" as const,
    geometry: geometryOf({ width: 1000, height: 400, namesAbove: false }, [{ name: "dev", small: false }]),
    now: 1000 * minute,
    versions: null,
  }
  const layout = createLayoutCache()(subject, view)
  if (layout.kind !== "bars") throw new Error("expected bars")
  const palette = { status: {}, hatches: {}, glyphs: {}, monoWidth: 7 }
  const state = { view, scrollTop: 0, hover: null, focus: null, brush: null }
  const frame: Frame = Object({ ...subject, context, palette, state, xOf: (at: number) => at })
  drawBars(frame, layout)
  return texts
}

describe("The label of a deployment", () => {
  it("is drawn next to its mark", () => {
    expect(textsAt(0, [10])).toEqual(["v1.0.0"])
  })

  it("is left out if the left edge would cut it", () => {
    expect(textsAt(10, [9, 50])).toEqual(["v1.0.1"])
  })
})
