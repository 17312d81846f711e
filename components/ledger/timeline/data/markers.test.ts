import fc from "fast-check"
import { expect, it } from "vitest"
import {
  bucketFor,
  bucketStart,
  columnsOf,
  noCounts,
  promotionPath,
  rollbackArcs,
  tallest,
  totalOf,
} from "@/components/ledger/timeline/data/markers"
import { deploymentStatuses } from "@/lib/ledger/deployments/schema"
import { buildMarker } from "@/tools/testing/build-marker"

const hour = 3_600_000

it("columnsOf counts every record in one column by lane, status and time", () => {
  const record = fc.record({
    environment: fc.constantFrom("dev", "prod"),
    status: fc.constantFrom(...deploymentStatuses),
    from: fc.integer({ min: 0, max: 1000 * hour }),
  })
  fc.assert(
    fc.property(fc.array(record), (records) => {
      const markers = records.map((one, index) => buildMarker({ ...one, id: `${index}` }))
      const lanes = columnsOf([], markers, "environment", hour)
      for (const lane of ["dev", "prod"]) {
        for (const status of deploymentStatuses) {
          const counted = [...(lanes.get(lane)?.values() ?? [])].reduce((sum, one) => sum + one[status], 0)
          const inSlice = records.filter((one) => one.environment === lane && one.status === status)
          expect(counted).toBe(inSlice.length)
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

it("rollbackArcs connects a rollback to what it replaced if both are known", () => {
  const bad = buildMarker({ id: "bad", imageTag: "v2" })
  const rollback = buildMarker({ id: "back", from: 5, isRollback: true, replaces: "bad" })
  const lone = buildMarker({ id: "lone", from: 9, isRollback: true, replaces: "long ago" })
  expect(rollbackArcs([bad, rollback, lone])).toEqual([{ rollback, replaced: bad }])
})

it("promotionPath returns the first arrival of a version in each environment, for one application", () => {
  const markers = [
    buildMarker({ id: "1" }),
    buildMarker({ id: "2", from: 1, environment: "staging" }),
    buildMarker({ id: "3", from: 2 }),
    buildMarker({ id: "4", from: 3, environment: "prod", application: "other" }),
    buildMarker({ id: "5", from: 4, environment: "prod", imageTag: "v2" }),
  ]
  expect(promotionPath(markers, buildMarker({})).map((marker) => marker.id)).toEqual(["1", "2"])
})
