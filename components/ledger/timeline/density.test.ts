import fc from "fast-check"
import { expect, it } from "vitest"
import { deploymentStatuses } from "@/lib/ledger/deployments/schema"
import { aMark } from "./a-mark"
import { bucketFor, bucketStart, columnsOf, tallest } from "./density"
import { noCounts, totalOf } from "./mark"

const hour = 3_600_000

it("columnsOf counts every record in one column by lane, status and time", () => {
  const record = fc.record({
    environment: fc.constantFrom("dev", "prod"),
    status: fc.constantFrom(...deploymentStatuses),
    from: fc.integer({ min: 0, max: 1000 * hour }),
  })
  fc.assert(
    fc.property(fc.array(record), (records) => {
      const marks = records.map((one, index) => aMark({ ...one, id: `${index}` }))
      const lanes = columnsOf([], marks, "environment", hour)
      for (const lane of ["dev", "prod"]) {
        for (const status of deploymentStatuses) {
          const counted = [...(lanes.get(lane)?.values() ?? [])].reduce((sum, one) => sum + one[status], 0)
          const there = records.filter((one) => one.environment === lane && one.status === status)
          expect(counted).toBe(there.length)
        }
      }
    }),
  )
})

it("columnsOf merges slices that were cut at a window edge", () => {
  const counts = { ...noCounts(), DEPLOYED: 2, FAILED: 1 }
  const cells = [
    { lane: "dev", start: 0, counts },
    { lane: "dev", start: 0, counts },
    { lane: "dev", start: hour, counts },
  ]
  const columns = columnsOf(cells, [], "environment", hour).get("dev")
  expect([...(columns ?? [])].map(([start, one]) => [start, totalOf(one)])).toEqual([
    [0, 6],
    [hour, 3],
  ])
  expect(tallest(columnsOf(cells, [], "environment", 2 * hour))).toBe(9)
})

it("bucketFor returns columns of at least the requested width, and weeks start on a Monday", () => {
  expect(bucketFor(hour, 1)).toBe(hour)
  expect(bucketFor(hour, 1.1)).toBe(3 * hour)
  const week = 7 * 24 * hour
  expect(new Date(bucketStart(Date.UTC(2026, 1, 12), week)).toISOString()).toBe("2026-02-09T00:00:00.000Z")
})
