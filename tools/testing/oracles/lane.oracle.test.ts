import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { deploymentStatuses } from "@/lib/ledger/deployments/schema"
import { compareInLane, currentAt, currentNow, type LaneRecord, laneFacts, reached } from "./lane.oracle"

const minute = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n))

function record(seq: number, imageTag: string, change: Partial<LaneRecord> = {}): LaneRecord {
  return {
    id: `r${seq}`,
    seq,
    imageTag,
    status: "DEPLOYED",
    deployedAt: minute(seq),
    rolledBackAt: null,
    statusBeforeRollback: null,
    artifactDigest: null,
    gitCommit: null,
    ...change,
  }
}

function lane(tags: string): LaneRecord[] {
  return [...tags].map((tag, index) => record(index + 1, tag))
}

function those(records: LaneRecord[], fact: "isRollback" | "isFirstArrival" | "undoneByRollback"): string[] {
  return laneFacts(records, [])
    .filter((assessed) => assessed[fact])
    .map((assessed) => assessed.id)
}

describe("laneFacts", () => {
  it("returns the tag each record replaced", () => {
    expect(laneFacts(lane("ABB"), []).map((assessed) => assessed.previousImageTag)).toEqual([null, "A", "B"])
  })

  it("skips records that never reached the environment", () => {
    const records = [
      record(1, "A"),
      record(2, "B", { status: "FAILED" }),
      record(3, "C", { status: "PENDING" }),
      record(4, "D"),
    ]
    expect(laneFacts(records, []).map((assessed) => assessed.previousImageTag)).toEqual([null, "A", "A", "A"])
    expect(those(records, "isFirstArrival")).toEqual(["r1", "r4"])
  })

  it("marks A→B→A as a rollback that undoes B", () => {
    expect(those(lane("ABA"), "isRollback")).toEqual(["r3"])
    expect(those(lane("ABA"), "undoneByRollback")).toEqual(["r2"])
  })

  it("marks the first change after the target as undone for A→B→C→A", () => {
    expect(those(lane("ABCA"), "undoneByRollback")).toEqual(["r2"])
  })

  it("marks A→A as a redeploy and A→B→A→B as a rollback followed by a roll-forward", () => {
    expect(those(lane("AA"), "isRollback")).toEqual([])
    expect(those(lane("ABAB"), "isRollback")).toEqual(["r3"])
  })

  it("orders by deployedAt, then by recording order, whatever the input order", () => {
    const records = [
      record(3, "B", { deployedAt: minute(1) }),
      record(2, "A", { deployedAt: minute(1) }),
      record(1, "C"),
    ]
    expect(laneFacts(records, []).map((assessed) => assessed.imageTag)).toEqual(["C", "A", "B"])
  })

  it("returns no replaced tag when the application was removed in between", () => {
    const removed = (n: number) => laneFacts(lane("ABA"), [{ removedAt: minute(n) }]).at(-1)
    expect(removed(2)).toMatchObject({ previousImageTag: "B", isRollback: true })
    expect(removed(3)).toMatchObject({ previousImageTag: null, isRollback: false })
    expect(removed(4)).toMatchObject({ previousImageTag: "B", isRollback: true })
  })

  it("satisfies the invariants for every lane", () => {
    fc.assert(
      fc.property(anyLane, (records) => {
        const assessed = laneFacts(records, [])
        const arrived = assessed.filter(reached)
        expect(new Set(arrived.map((one) => one.imageTag)).size).toBe(
          assessed.filter((one) => one.isFirstArrival).length,
        )
        for (const one of assessed.filter((candidate) => candidate.isRollback)) {
          expect(one.isFirstArrival).toBe(false)
          const undone = arrived.filter((other) => other.undoneByRollback && compareInLane(other, one) < 0)
          expect(undone.length).toBeGreaterThan(0)
        }
      }),
    )
  })

  it("does not depend on the order in which records arrive", () => {
    fc.assert(
      fc.property(anyLane, (records) => {
        expect(laneFacts([...records].reverse(), [])).toEqual(laneFacts(records, []))
      }),
    )
  })
})

describe("the current deployment", () => {
  it("is the newest deployed record at that time", () => {
    expect(currentAt(lane("ABC"), [], minute(2))?.imageTag).toBe("B")
    expect(currentAt(lane("ABC"), [], minute(0))).toBeNull()
  })

  it("is the previous record once the newest is rolled back", () => {
    const records = [record(1, "A"), record(2, "B", { status: "ROLLED_BACK", rolledBackAt: minute(5) })]
    expect(currentAt(records, [], minute(4))?.imageTag).toBe("B")
    expect(currentAt(records, [], minute(5))?.imageTag).toBe("A")
    expect(currentNow(records, [], minute(4))?.imageTag).toBe("A")
  })

  it("is null after a removal, until the next deployment", () => {
    const removals = [{ removedAt: minute(2) }]
    const records = [record(1, "A"), record(3, "A")]
    expect(currentAt(records, removals, minute(2))).toBeNull()
    expect(currentAt(records, removals, minute(3))?.id).toBe("r3")
    expect(currentAt([record(1, "A", { deployedAt: minute(2) })], removals, minute(2))?.id).toBe("r1")
  })
})

const anyLane = fc
  .array(
    fc.record({
      imageTag: fc.constantFrom("A", "B", "C", "D"),
      status: fc.constantFrom(...deploymentStatuses),
      at: fc.integer({ min: 0, max: 12 }),
    }),
    { maxLength: 14 },
  )
  .map((steps) =>
    steps.map(({ imageTag, status, at }, seq) => record(seq, imageTag, { status, deployedAt: minute(at) })),
  )
