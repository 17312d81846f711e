/** The conditions of an application in an environment, most severe first. Several may apply to one lane. */
export const laneConditions = [
  "quarantined",
  "failed",
  "stuck",
  "rolledBack",
  "deploying",
  "farBehind",
  "behind",
  "running",
] as const
export type LaneCondition = (typeof laneConditions)[number]

export type LaneCounts = Record<LaneCondition, number>

/** The health of a stage: its most severe condition, of which only `running` is healthy; null if nothing is there. */
export function verdictOf(counts: LaneCounts): LaneCondition | null {
  return laneConditions.find((condition) => counts[condition] > 0) ?? null
}
