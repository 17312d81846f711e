import { expect, it } from "vitest"
import { firstMarker, stepFrom } from "@/components/ledger/timeline/canvas/keyboard-navigation"
import { buildMarker } from "@/tools/testing/build-marker"

const lanes = ["dev", "staging", "prod"]
const markers = [
  buildMarker({ id: "d1", from: 10 }),
  buildMarker({ id: "d2", from: 20 }),
  buildMarker({ id: "p1", from: 21, environment: "prod" }),
  buildMarker({ id: "d3", from: 30 }),
  buildMarker({ id: "p2", from: 90, environment: "prod" }),
]
const step = (id: string, key: Parameters<typeof stepFrom>[2]) =>
  stepFrom(markers, markers.find((marker) => marker.id === id) ?? buildMarker({}), key, lanes, "environment")
    .id

it("stepFrom moves left and right within a lane and stops at its ends", () => {
  expect(step("d1", "ArrowRight")).toBe("d2")
  expect(step("d3", "ArrowLeft")).toBe("d2")
  expect(step("d3", "ArrowRight")).toBe("d3")
})

it("stepFrom moves up and down to the record nearest in time in the next non-empty lane", () => {
  expect(step("d2", "ArrowDown")).toBe("p1")
  expect(step("p2", "ArrowUp")).toBe("d3")
  expect(step("d1", "ArrowUp")).toBe("d1")
})

it("firstMarker returns the newest visible record", () => {
  expect(firstMarker(markers, { from: 0, to: 25 })?.id).toBe("p1")
  expect(firstMarker(markers, { from: 40, to: 50 })).toBeNull()
})
