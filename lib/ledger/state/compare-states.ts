import { isDeepStrictEqual } from "node:util"
import { isSameBuild } from "@/lib/ledger/deployments/same-build"
import { toRunning } from "./list-state"
import type { RunningDeployment } from "./read-running"
import type { Change } from "./schema"

/**
 * Where two states differ, in the order of the states: another image tag, build or service versions, added or removed.
 * Redeploying the same version is not a change.
 */
export function compareStates(
  before: readonly RunningDeployment[],
  after: readonly RunningDeployment[],
): Change[] {
  const lanes = new Map<string, { before?: RunningDeployment; after?: RunningDeployment }>()
  for (const one of before) lanes.set(laneOf(one), { before: one })
  for (const one of after) lanes.set(laneOf(one), { ...lanes.get(laneOf(one)), after: one })
  return [...lanes.values()].flatMap((lane) => {
    const place = lane.after ?? lane.before
    if (place === undefined || runsTheSame(lane.before, lane.after)) return []
    return [
      {
        application: place.application,
        environment: place.environment,
        before: lane.before === undefined ? null : toRunning(lane.before),
        after: lane.after === undefined ? null : toRunning(lane.after),
      },
    ]
  })
}

function laneOf({ application, environment }: RunningDeployment): string {
  return JSON.stringify([application, environment])
}

function runsTheSame(before: RunningDeployment | undefined, after: RunningDeployment | undefined): boolean {
  return (
    before !== undefined &&
    after !== undefined &&
    isSameBuild(before, after) &&
    isDeepStrictEqual(before.serviceVersions, after.serviceVersions)
  )
}
