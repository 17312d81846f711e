import { describe, expect, it } from "vitest"
import {
  arrangeBoard,
  inOrder,
  matches,
  nextTile,
  type TilesRow,
} from "@/components/fleet/rollouts/board/board-rows"
import type { RolloutRelease } from "@/lib/fleet/rollouts/schema"

function release(id: string, change: Partial<RolloutRelease> = {}): RolloutRelease {
  return {
    releaseId: id,
    releaseName: `${id}-ai`,
    namespace: `tenant-${id}`,
    cluster: "sandbox",
    tenantId: id,
    tenantSlug: id,
    tenantName: id.toUpperCase(),
    wave: 0,
    fromVersion: "1.0.0",
    toVersion: "1.1.0",
    jump: "minor",
    skipReason: null,
    skipDetail: null,
    state: "PENDING",
    fromRevision: 1,
    revision: null,
    operationId: null,
    rollbackOperationId: null,
    error: null,
    cause: null,
    waitsFor: null,
    startedAt: null,
    finishedAt: null,
    ...change,
  }
}

const releases = [
  release("a"),
  release("b", { state: "SKIPPED", skipReason: "up_to_date" }),
  release("c", { state: "FAILED", error: "Not ready" }),
  release("d", { wave: 1 }),
  release("e", { wave: 1, state: "SKIPPED", skipReason: "aborted" }),
  release("f", { wave: 1 }),
  release("g", { wave: 1 }),
  release("h", { wave: null, state: "SKIPPED", skipReason: "in_no_wave" }),
]
const ordered = inOrder(releases, 2)
const rows = arrangeBoard(ordered, 2, 3)

describe("rollout board", () => {
  it("shows the waves in order, followed by the releases skipped from the start", () => {
    expect(ordered.map(({ releaseId }) => releaseId).join("")).toBe("acdefgbh")
    expect(rows.map((row) => (row.kind === "head" ? row.wave : row.releases.length))).toEqual([
      0,
      2,
      1,
      3,
      1,
      null,
      2,
    ])
  })

  it("makes a row with a failure taller", () => {
    const tiles = rows.filter((row): row is TilesRow => row.kind === "tiles")
    expect(tiles.map(({ tall }) => tall)).toEqual([true, true, false, true])
  })

  it("moves with arrow keys, across headers and into shorter rows", () => {
    expect(nextTile("ArrowRight", 1, rows)).toBe(2)
    expect(nextTile("ArrowDown", 1, rows)).toBe(3)
    expect(nextTile("ArrowDown", 4, rows)).toBe(5)
    expect(nextTile("ArrowUp", 4, rows)).toBe(1)
    expect(nextTile("ArrowUp", 0, rows)).toBe(0)
    expect([nextTile("End", 0, rows), nextTile("Home", 5, rows), nextTile("x", 0, rows)]).toEqual([
      7,
      0,
      null,
    ])
  })

  it("filters by state and by name", () => {
    const failed = releases.filter((one) => matches(one, { show: "FAILED", q: "" }))
    expect(failed.map(({ releaseId }) => releaseId)).toEqual(["c"])
    expect(releases.filter((one) => matches(one, { show: null, q: " D-ai" })).length).toBe(1)
  })

  it("arranges five hundred releases quickly", () => {
    const manyReleases = Array.from({ length: 500 }, (_, index) =>
      release(String(index), { wave: index % 4 }),
    )
    const rows = arrangeBoard(inOrder(manyReleases, 4), 4, 4)
    expect(rows.flatMap((row) => (row.kind === "tiles" ? row.releases : [])).length).toBe(500)
  })
})
