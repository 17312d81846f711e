import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { LaneHistory, LaneRecord } from "./lane.oracle"
import { promotionsModel } from "./promotions.oracle"

const second = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, n))
const threeStages = [
  { name: "dev", rank: 1 },
  { name: "staging", rank: 2 },
  { name: "prod", rank: 3 },
]

let seq = 0
function lane(environment: string, ...steps: [imageTag: string, second: number][]): LaneHistory {
  const records = steps.map(([imageTag, at]): LaneRecord => {
    seq += 1
    return {
      id: `${environment}-${seq}`,
      seq,
      imageTag,
      status: "DEPLOYED",
      deployedAt: second(at),
      rolledBackAt: null,
      statusBeforeRollback: null,
      artifactDigest: null,
      gitCommit: null,
    }
  })
  return { application: "platform", environment, records, removals: [] }
}

function path(lanes: LaneHistory[], imageTag = "A", environments = threeStages) {
  const traced = promotionsModel(environments, lanes, second(9999)).find(
    (promotion) => promotion.imageTag === imageTag,
  )
  if (traced === undefined) throw new Error(`No path for ${imageTag}`)
  return traced
}

const waits = (promotion: ReturnType<typeof path>) =>
  promotion.steps.map((step) => [step.environment, step.waitedSeconds])

describe("promotion paths", () => {
  it("return one path per tag, with the waiting time of each step", () => {
    const promotion = path([lane("prod", ["A", 100]), lane("dev", ["A", 10]), lane("staging", ["A", 40])])
    expect(waits(promotion)).toEqual([
      ["dev", null],
      ["staging", 30],
      ["prod", 60],
    ])
    expect(promotion).toMatchObject({ skipped: [], outOfOrder: false, live: ["dev", "staging", "prod"] })
  })

  it("count first arrivals only", () => {
    const promotion = path([
      lane("dev", ["A", 10], ["B", 20], ["A", 30]),
      lane("staging", ["A", 40], ["B", 50]),
    ])
    expect(waits(promotion)).toEqual([
      ["dev", null],
      ["staging", 30],
    ])
    expect(promotion.live).toEqual(["dev"])
  })

  it("return the skipped stages, without a waiting time across them", () => {
    const promotion = path([lane("dev", ["A", 10]), lane("staging", ["B", 11]), lane("prod", ["A", 20])])
    expect(promotion).toMatchObject({ skipped: ["staging"], outOfOrder: false })
    expect(waits(promotion)).toEqual([
      ["dev", null],
      ["prod", null],
    ])
    expect(path([lane("prod", ["A", 20]), lane("dev", ["B", 20])]).skipped).toEqual(["dev"])
    expect(path([lane("dev", ["A", 20])]).skipped).toEqual([])
  })

  it("measure waiting from the next lower stage where the application ever ran", () => {
    const promotion = path([lane("dev", ["A", 10]), lane("prod", ["A", 20])])
    expect(promotion.skipped).toEqual([])
    expect(waits(promotion)).toEqual([
      ["dev", null],
      ["prod", 10],
    ])
  })

  it("evaluate an old path against the stages used at that time", () => {
    const lanes = [
      lane("dev", ["A", 10], ["B", 110]),
      lane("prod", ["A", 20], ["B", 120]),
      lane("staging", ["C", 50]),
    ]
    expect(path(lanes, "A").skipped).toEqual([])
    expect(waits(path(lanes, "A"))).toEqual([
      ["dev", null],
      ["prod", 10],
    ])
    expect(path(lanes, "B").skipped).toEqual(["staging"])
    expect(waits(path(lanes, "B"))).toEqual([
      ["dev", null],
      ["prod", null],
    ])
  })

  it("mark an arrival before the stage below as out of order, not as a negative time", () => {
    const promotion = path([lane("dev", ["A", 10]), lane("prod", ["A", 20]), lane("staging", ["A", 30])])
    expect(promotion).toMatchObject({ skipped: [], outOfOrder: true })
    expect(waits(promotion)).toEqual([
      ["dev", null],
      ["staging", 20],
      ["prod", null],
    ])
  })

  it("order arrivals of the same instant by recording order", () => {
    expect(path([lane("dev", ["A", 10]), lane("staging", ["A", 10])])).toMatchObject({ outOfOrder: false })
    const staging = lane("staging", ["A", 10])
    const dev = lane("dev", ["A", 10])
    expect(path([dev, staging])).toMatchObject({ outOfOrder: true })
  })

  it("treat environments of one rank as one stage, reached by the first of them", () => {
    const wide = [...threeStages, { name: "prod-eu", rank: 3 }, { name: "staging-eu", rank: 2 }]
    const promotion = path(
      [
        lane("staging", ["A", 30]),
        lane("staging-eu", ["A", 20]),
        lane("prod", ["A", 50]),
        lane("prod-eu", ["A", 60]),
      ],
      "A",
      wide,
    )
    expect(waits(promotion)).toEqual([
      ["staging", null],
      ["staging-eu", null],
      ["prod", 30],
      ["prod-eu", 40],
    ])
    expect(promotion.skipped).toEqual([])
    const used = lane("staging-eu", ["B", 1])
    expect(path([lane("prod", ["A", 2]), used], "A", wide).skipped).toEqual(["staging-eu"])
  })

  it("contain every arrival exactly once, for any history", () => {
    const anyLane = (environment: string) =>
      fc
        .array(fc.tuple(fc.constantFrom("A", "B", "C"), fc.integer({ min: 1, max: 30 })), { maxLength: 6 })
        .map((steps) => lane(environment, ...steps))
    fc.assert(
      fc.property(anyLane("dev"), anyLane("staging"), anyLane("prod"), (...lanes) => {
        const promotions = promotionsModel(threeStages, lanes, second(9999))
        const distinct = lanes.map((lane) => new Set(lane.records.map((record) => record.imageTag)).size)
        expect(promotions.flatMap((one) => one.steps).length).toBe(distinct.reduce((sum, n) => sum + n, 0))
        for (const one of promotions) {
          expect(
            one.steps.map((step) => step.environment).filter((name) => one.skipped.includes(name)),
          ).toEqual([])
          expect(one.steps.every((step) => step.waitedSeconds === null || step.waitedSeconds >= 0)).toBe(true)
        }
      }),
    )
  })
})
