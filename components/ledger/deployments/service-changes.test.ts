import { expect, it } from "vitest"
import { serviceChanges } from "./service-changes"

it("services that changed come first, then new ones, gone ones and the rest, each by name", () => {
  const before = { web: "1", api: "1", old: "1", same: "1" }
  const after = { web: "2", api: "2", fresh: "1", same: "1" }
  expect(serviceChanges(before, after).map(({ service, state }) => [service, state])).toEqual([
    ["api", "changed"],
    ["web", "changed"],
    ["fresh", "added"],
    ["old", "removed"],
    ["same", "same"],
  ])
})

it("where nothing is known of before, nothing is said to have changed", () => {
  expect(serviceChanges(null, { api: "1" })).toEqual([
    { service: "api", before: null, after: "1", state: "same" },
  ])
})
