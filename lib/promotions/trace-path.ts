import { type LadderEnvironment, type Rung, rungsOf } from "@/lib/environments/ladder"
import { secondsBetween, toInstant } from "@/lib/instant"
import type { Promotion } from "./schema"

/** The first time an image tag reached an environment; `seq` is the order of recording and settles one instant. */
export type Arrival = { environment: string; deploymentId: string; deployedAt: Date; seq: number }

export type TagJourney = {
  application: string
  imageTag: string
  /** At most one an environment. */
  arrivals: readonly Arrival[]
  /** The environments where the tag is current now. */
  live: readonly string[]
}

/**
 * The promotion path of one image tag. Environments of one rank are one rung: it is reached when the first of them is.
 *
 * - waitedSeconds = first arrival in this environment − first arrival in the rung below. The rung below is the next
 *   lower rank where the application ever was (`carried`), not the next lower one this tag visited: a step over a
 *   skipped rung has no such time, and neither has one that came before the rung below did (both are counted apart).
 * - skipped: the environments of every rung of the ladder below its highest, of which the tag reached none. Of a rung
 *   of several environments only those `carried`, unless none is.
 * - outOfOrder: a rung was reached before a lower one. Arrivals of one instant came in the order of recording.
 */
export function tracePath(
  journey: TagJourney,
  ladder: readonly LadderEnvironment[],
  carried: ReadonlySet<string>,
): Promotion {
  const rungs = rungsOf(ladder)
  const first = rungs.map((rung) => arrivalsOn(rung, journey.arrivals).sort(compareArrivals)[0] ?? null)
  const steps = rungs.flatMap((rung, level) =>
    arrivalsOn(rung, journey.arrivals).map((arrival) => ({
      environment: arrival.environment,
      deployedAt: toInstant(arrival.deployedAt),
      deploymentId: arrival.deploymentId,
      waitedSeconds: waited(first[levelBelow(level, rungs, carried)] ?? null, arrival),
    })),
  )
  const highest = first.findLastIndex((arrival) => arrival !== null)
  const missed = rungs.filter((_, level) => level < highest && first[level] === null)
  const visited = first.filter((arrival) => arrival !== null)
  return {
    application: journey.application,
    imageTag: journey.imageTag,
    steps,
    skipped: missed.flatMap((rung) => environmentsMissed(rung, carried)),
    outOfOrder: visited.some((arrival, level) => compareArrivals(visited[level - 1] ?? arrival, arrival) > 0),
    live: rungs.flatMap((rung) => rung.environments).filter((name) => journey.live.includes(name)),
  }
}

function levelBelow(level: number, rungs: readonly Rung[], carried: ReadonlySet<string>): number {
  return rungs.findLastIndex(
    (rung, lower) => lower < level && rung.environments.some((name) => carried.has(name)),
  )
}

function arrivalsOn(rung: Rung, arrivals: readonly Arrival[]): Arrival[] {
  return rung.environments.flatMap((name) => arrivals.filter((arrival) => arrival.environment === name))
}

function compareArrivals(a: Arrival, b: Arrival): number {
  return a.deployedAt.getTime() - b.deployedAt.getTime() || a.seq - b.seq
}

function waited(below: Arrival | null, arrival: Arrival): number | null {
  if (below === null || compareArrivals(below, arrival) > 0) return null
  return secondsBetween(below.deployedAt, arrival.deployedAt)
}

function environmentsMissed(rung: Rung, carried: ReadonlySet<string>): string[] {
  const used = rung.environments.filter((name) => carried.has(name))
  return used.length > 0 ? used : rung.environments
}
