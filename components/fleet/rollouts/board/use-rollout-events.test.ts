import { expect, it } from "vitest"
import { patchReleases } from "@/components/fleet/rollouts/board/use-rollout-events"

it("patchReleases replaces changed releases in place and keeps the other objects identical", () => {
  const [a, b, c] = ["a", "b", "c"].map((releaseId) => ({ releaseId, state: "PENDING" }))
  const before = [a, b, c].filter((one) => one !== undefined)
  const patched = patchReleases(before, [{ releaseId: "b", state: "RUNNING" }])
  expect(patched.map(({ state }) => state)).toEqual(["PENDING", "RUNNING", "PENDING"])
  expect([patched[0] === a, patched[2] === c]).toEqual([true, true])
  expect(patchReleases(before, [])).toBe(before)
})
