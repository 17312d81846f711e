import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { driftModel } from "./drift.oracle"
import type { LaneHistory, LaneRecord } from "./lane.oracle"

const day = (n: number) => new Date(Date.UTC(2026, 0, n, 12))
const environments = [
  { name: "prod", rank: 3 },
  { name: "dev", rank: 1 },
  { name: "staging", rank: 2 },
]

type Step = [imageTag: string, day: number, change?: Partial<LaneRecord>]

let seq = 0
function lane(environment: string, ...steps: Step[]): LaneHistory {
  const records = steps.map(([imageTag, at, change]): LaneRecord => {
    seq += 1
    return {
      id: `${environment}-${seq}`,
      seq,
      imageTag,
      status: "DEPLOYED",
      deployedAt: day(at),
      rolledBackAt: null,
      statusBeforeRollback: null,
      artifactDigest: null,
      gitCommit: null,
      ...change,
    }
  })
  return { application: "platform", environment, records, removals: [] }
}

function behind(environment: string, lanes: LaneHistory[], at = day(20)) {
  const cells = driftModel(environments, lanes, at, day(25)).applications[0]?.cells ?? []
  return cells.find((cell) => cell.environment === environment)?.behind
}

const rolledBack = (at: number): Partial<LaneRecord> => ({ status: "ROLLED_BACK", rolledBackAt: day(at) })

describe("drift", () => {
  it("returns the environments in rank order and leaves a cell empty if nothing is running", () => {
    const drift = driftModel(environments, [lane("prod", ["v1.0.0", 2])], day(3), day(25))
    expect(drift.environments).toEqual(["dev", "staging", "prod"])
    expect(drift.applications[0]?.cells.map((cell) => cell.imageTag)).toEqual([null, null, "v1.0.0"])
    expect(drift.applications[0]?.inSync).toBe(true)
  })

  it("counts the distinct tags that became current below since, and the whole days since the first", () => {
    const dev = lane("dev", ["v1.0.0", 1], ["v1.1.0", 3], ["v1.2.0", 4], ["v1.1.0", 5])
    expect(behind("staging", [dev, lane("staging", ["v1.0.0", 2])])).toEqual({
      versions: 2,
      days: 17,
      build: false,
      semver: "minor",
    })
  })

  it("reports no drift when both run the same tag from different records", () => {
    expect(
      behind("staging", [lane("dev", ["A", 1], ["B", 3], ["A", 4]), lane("staging", ["A", 2])]),
    ).toBeNull()
  })

  it("compares with the next lower environment that runs the application", () => {
    const lanes = [lane("dev", ["A", 1], ["B", 4]), lane("prod", ["A", 2])]
    expect(behind("prod", lanes)).toMatchObject({ versions: 1 })
    expect(behind("prod", [...lanes, lane("staging", ["A", 2])])).toBeNull()
    expect(behind("dev", lanes)).toBeNull()
  })

  it("ignores tags that were rolled back before the tag became current below again", () => {
    const staging = lane("staging", ["A", 1])
    expect(behind("staging", [lane("dev", ["A", 1], ["B", 2], ["A", 3], ["C", 4]), staging])).toMatchObject({
      versions: 1,
      days: 16,
    })
    const marked = lane("dev", ["A", 1], ["B", 2, rolledBack(3)], ["C", 4])
    expect(behind("staging", [marked, staging])).toMatchObject({ versions: 1, days: 16 })
  })

  it("counts tags that were rolled back after further tags had arrived", () => {
    const dev = lane("dev", ["A", 1], ["B", 2, rolledBack(6)], ["C", 4])
    expect(behind("staging", [dev, lane("staging", ["A", 1])])).toMatchObject({ versions: 2, days: 18 })
  })

  it("ignores failed and pending deployments below", () => {
    const dev = lane(
      "dev",
      ["A", 1],
      ["B", 2, { status: "FAILED" }],
      ["C", 3, { status: "PENDING" }],
      ["D", 4],
    )
    expect(behind("staging", [dev, lane("staging", ["A", 1])])).toMatchObject({ versions: 1 })
  })

  it("counts from the tag's own arrival if it never ran below", () => {
    const dev = lane("dev", ["A", 1], ["B", 5], ["C", 6])
    expect(behind("staging", [dev, lane("staging", ["hotfix", 3])])).toMatchObject({ versions: 2, days: 15 })
    expect(behind("staging", [dev, lane("staging", ["hotfix", 8])])).toMatchObject({ versions: 1, days: 12 })
  })

  it("reports one version when the stage below was rolled back past the tag", () => {
    const dev = lane("dev", ["A", 1], ["B", 2, rolledBack(10)])
    expect(behind("staging", [dev, lane("staging", ["B", 3])])).toMatchObject({ versions: 1, days: 10 })
  })

  it("reports drift as of an instant", () => {
    const lanes = [lane("dev", ["A", 1], ["B", 5, rolledBack(8)], ["C", 9]), lane("staging", ["A", 2])]
    expect(behind("staging", lanes, day(4))).toBeNull()
    expect(behind("staging", lanes, day(7))).toMatchObject({ versions: 1, days: 2 })
    expect(behind("staging", lanes, day(8))).toBeNull()
  })

  it("is in sync exactly when every environment that runs the application runs the same tag", () => {
    const anyLane = (environment: string) =>
      fc
        .array(fc.tuple(fc.constantFrom("A", "B", "C"), fc.integer({ min: 1, max: 19 })), { maxLength: 6 })
        .map((steps) => lane(environment, ...steps))
    fc.assert(
      fc.property(anyLane("dev"), anyLane("staging"), anyLane("prod"), (...lanes) => {
        for (const row of driftModel(environments, lanes, null, day(20)).applications) {
          const tags = row.cells.flatMap((cell) => (cell.imageTag === null ? [] : [cell.imageTag]))
          expect(row.inSync).toBe(new Set(tags).size === 1)
          expect(row.inSync).toBe(row.cells.every((cell) => cell.behind === null))
          for (const cell of row.cells) expect(cell.behind?.versions ?? 1).toBeGreaterThan(0)
        }
      }),
    )
  })
})
