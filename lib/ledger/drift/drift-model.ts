import { currentAt, currentNow, type LaneHistory } from "@/lib/ledger/deployments/lane-model"
import type { LadderEnvironment } from "@/lib/ledger/environments/ladder"
import { type CurrentCell, driftOf } from "./compare-cells"
import { newerBelow } from "./newer-in-lower-environment"
import type { Drift } from "./schema"

const endOfTime = new Date(8.64e15)

/**
 * The whole drift response as of an instant, or now if `at` is null, from all records: the model that the SQL is tested
 * against.
 */
export function driftModel(
  environments: readonly LadderEnvironment[],
  lanes: readonly LaneHistory[],
  at: Date | null,
  now: Date,
): Drift {
  const cells = lanes.flatMap((lane): CurrentCell[] => {
    const current =
      at === null ? currentNow(lane.records, lane.removals, now) : currentAt(lane.records, lane.removals, at)
    if (current === null) return []
    const { id, imageTag, artifactDigest, gitCommit, deployedAt, seq } = current
    return [
      {
        application: lane.application,
        environment: lane.environment,
        deploymentId: id,
        imageTag,
        artifactDigest,
        gitCommit,
        deployedAt,
        seq: Number(seq),
      },
    ]
  })
  const recordsOf = ({ application, environment }: CurrentCell) =>
    lanes.find((lane) => lane.application === application && lane.environment === environment)?.records ?? []
  return driftOf(
    environments,
    cells,
    ({ cell, below }) =>
      newerBelow(recordsOf(below), { imageTag: cell.imageTag, arrivedAt: cell.deployedAt }, at ?? endOfTime),
    at ?? now,
  )
}
