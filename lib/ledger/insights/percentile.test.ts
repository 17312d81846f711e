import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { percentileCont } from "@/tools/testing/oracles/insight-figures.oracle"
import { percentile, secondsOf } from "./percentile"
import { SlotValues } from "./slot-values"

const times = fc.oneof(fc.nat(5), fc.nat(2 ** 31 - 1), fc.integer({ min: 0, max: 2 ** 50 }))

async function sortedOf(slots: readonly (readonly number[])[]) {
  const values = new SlotValues(slots.length)
  for (const [slot, slotTimes] of slots.entries()) for (const value of slotTimes) values.add(slot, value)
  return values.sorted()
}

describe("SlotValues", () => {
  it("returns the values of each slot in ascending order", async () => {
    const slots = fc.array(fc.array(times, { maxLength: 50 }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(slots, async (timesBySlot) => {
        const sorted = await sortedOf(timesBySlot)
        expect(sorted.map((list) => [...list])).toEqual(
          timesBySlot.map((slotTimes) => slotTimes.toSorted((a, b) => a - b)),
        )
      }),
    )
  })

  it("sorts many values, of any size, like few", async () => {
    const manyTimes = fc.array(times, { minLength: 600, maxLength: 3000 })
    await fc.assert(
      fc.asyncProperty(manyTimes, async (slotTimes) => {
        const [sorted] = await sortedOf([slotTimes])
        expect([...(sorted ?? [])]).toEqual(slotTimes.toSorted((a, b) => a - b))
      }),
      { numRuns: 20 },
    )
  })
})

describe("percentile", () => {
  it("of several lists is the percentile of all their values", async () => {
    const slots = fc.array(fc.array(times, { maxLength: 20 }), { minLength: 1, maxLength: 6 })
    const share = fc.constantFrom(0, 0.5, 0.9, 0.95, 1)
    await fc.assert(
      fc.asyncProperty(slots, share, async (timesBySlot, at) => {
        expect(percentile(await sortedOf(timesBySlot), at)).toEqual(percentileCont(timesBySlot.flat(), at))
      }),
    )
  })

  it("of milliseconds is in seconds, and null for none", () => {
    expect(secondsOf([Float64Array.of(1000, 3000)])).toEqual({ n: 2, p50: 2, p90: 2.8, p95: 2.9, max: 3 })
    expect(secondsOf([])).toEqual({ n: 0, p50: null, p90: null, p95: null, max: null })
  })
})
