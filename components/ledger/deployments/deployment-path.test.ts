import { expect, it } from "vitest"
import { serviceChanges } from "@/components/ledger/deployments/deployment-path"

it("serviceChanges lists changed services first, then added, removed and unchanged ones, each by name", () => {
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

it("serviceChanges reports no changes if the previous versions are unknown", () => {
  expect(serviceChanges(null, { api: "1" })).toEqual([
    { service: "api", before: null, after: "1", state: "same" },
  ])
})
