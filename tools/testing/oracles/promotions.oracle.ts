import type { RankedEnvironment } from "@/lib/ledger/environments/promotion-order"
import type { Promotion } from "@/lib/ledger/promotions/schema"
import { type Arrival, tracePath } from "@/lib/ledger/promotions/trace-path"
import { compareInLane, currentNow, type LaneHistory, reached } from "./lane.oracle"

/**
 * The path of every image tag, computed from all records, in no particular order: the model that the SQL is tested
 * against.
 */
export function promotionsModel(
  environments: readonly RankedEnvironment[],
  lanes: readonly LaneHistory[],
  now: Date,
): Promotion[] {
  return [...Map.groupBy(lanes, (lane) => lane.application)].flatMap(([application, ofApplication]) => {
    const firstUses = new Map(ofApplication.flatMap((lane) => firstUse(lane)))
    return tagsOf(ofApplication).map((imageTag) => {
      const arrivals = ofApplication.flatMap((lane) => firstArrival(lane, imageTag))
      const live = ofApplication.filter(
        (lane) => currentNow(lane.records, lane.removals, now)?.imageTag === imageTag,
      )
      const journey = { application, imageTag, arrivals, live: live.map((lane) => lane.environment) }
      return tracePath(journey, environments, firstUses)
    })
  })
}

function tagsOf(lanes: readonly LaneHistory[]): string[] {
  return [...new Set(lanes.flatMap((lane) => lane.records.filter(reached).map((record) => record.imageTag)))]
}

function firstUse({ environment, records }: LaneHistory): [string, Date][] {
  const first = records.filter(reached).sort(compareInLane)[0]
  return first === undefined ? [] : [[environment, first.deployedAt]]
}

function firstArrival(lane: LaneHistory, imageTag: string): Arrival[] {
  const first = lane.records
    .filter((record) => reached(record) && record.imageTag === imageTag)
    .sort(compareInLane)[0]
  if (first === undefined) return []
  const { id: deploymentId, deployedAt, seq } = first
  return [{ environment: lane.environment, deploymentId, deployedAt, seq: Number(seq) }]
}
