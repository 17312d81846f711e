import { type RankedEnvironment, type Stage, stagesOf } from "@/lib/ledger/environments/promotion-order"
import { secondsBetween, toInstant } from "@/lib/platform/instant"
import type { Promotion } from "./schema"

/** The first time an image tag reached an environment; `seq` is the recording order and breaks ties. */
export type Arrival = { environment: string; deploymentId: string; deployedAt: Date; seq: number }

type TagJourney = {
  application: string
  imageTag: string
  /** At most one per environment. */
  arrivals: readonly Arrival[]
  /** The environments where the tag is current now. */
  live: readonly string[]
}

/** When an application first reached each environment it ever used, by name. */
export type FirstUses = ReadonlyMap<string, Date>

/**
 * The promotion path of one image tag. Environments of one rank are one stage, reached when the first of them is. A
 * path is evaluated against the stages the application used at that time, so that stages added or adopted later do not
 * change old paths.
 *
 * - waitedSeconds = first arrival in this environment − first arrival in the stage below. The stage below is the next
 *   lower rank that the application had used by then, or that this tag reached as well. A step across a skipped stage
 *   has no waiting time, and neither has one that came before the stage below (both are counted separately).
 * - skipped: for every stage below its highest that the tag never reached, the environments that the application had
 *   used when the tag first arrived above.
 * - outOfOrder: a stage was reached before a lower one. Arrivals of the same instant are in recording order.
 */
export function tracePath(
  journey: TagJourney,
  environments: readonly RankedEnvironment[],
  firstUses: FirstUses,
): Promotion {
  const stages = stagesOf(environments)
  const firstOn = (stage: Stage) => arrivalsOn(stage, journey.arrivals).sort(compareArrivals)[0] ?? null
  const first = stages.map(firstOn)
  const visited = new Set(journey.arrivals.map(({ environment }) => environment))
  const steps = stages.flatMap((stage, level) =>
    arrivalsOn(stage, journey.arrivals).map((arrival) => {
      const below = stageBelow(stages.slice(0, level), arrival.deployedAt, visited, firstUses)
      return {
        environment: arrival.environment,
        deployedAt: toInstant(arrival.deployedAt),
        deploymentId: arrival.deploymentId,
        waitedSeconds: waited(below === null ? null : firstOn(below), arrival),
      }
    }),
  )
  const skipped = stages.flatMap((stage, level) => {
    const above = first.slice(level + 1).filter((arrival) => arrival !== null)
    const passed = above.sort(compareArrivals)[0]
    if (first[level] !== null || passed === undefined) return []
    return stage.environments.filter((name) => isUsedBy(name, passed.deployedAt, firstUses))
  })
  const inOrder = first.filter((arrival) => arrival !== null)
  return {
    application: journey.application,
    imageTag: journey.imageTag,
    steps,
    skipped,
    outOfOrder: inOrder.some((arrival, level) => compareArrivals(inOrder[level - 1] ?? arrival, arrival) > 0),
    live: stages.flatMap((stage) => stage.environments).filter((name) => journey.live.includes(name)),
  }
}

/**
 * The stage that an arrival is measured from: the last of these stages that the application had used by then, or that the
 * tag reached at any time. Insights measures promotion times by the same rule.
 */
export function stageBelow(
  stages: readonly Stage[],
  arrivedAt: Date,
  visited: ReadonlySet<string>,
  firstUses: FirstUses,
): Stage | null {
  const isStage = (name: string) => visited.has(name) || isUsedBy(name, arrivedAt, firstUses)
  return stages.findLast((stage) => stage.environments.some(isStage)) ?? null
}

function isUsedBy(name: string, at: Date, firstUses: FirstUses): boolean {
  const firstUse = firstUses.get(name)
  return firstUse !== undefined && firstUse <= at
}

function arrivalsOn(stage: Stage, arrivals: readonly Arrival[]): Arrival[] {
  return stage.environments.flatMap((name) => arrivals.filter((arrival) => arrival.environment === name))
}

function compareArrivals(a: Arrival, b: Arrival): number {
  return a.deployedAt.getTime() - b.deployedAt.getTime() || a.seq - b.seq
}

function waited(below: Arrival | null, arrival: Arrival): number | null {
  if (below === null || compareArrivals(below, arrival) > 0) return null
  return secondsBetween(below.deployedAt, arrival.deployedAt)
}
