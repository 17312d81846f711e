import { expect } from "vitest"
import { getRollout } from "@/lib/fleet/rollouts/get-rollout"
import { type RolloutDetail, type RolloutRelease, rolloutOptionsSchema } from "@/lib/fleet/rollouts/schema"
import { startRollout } from "@/lib/fleet/rollouts/start-rollout"
import { systemActor } from "@/lib/identity/auth/actor"
import { getHistory, type HistoryEntry, splitChart } from "@/tools/testing/helm-reads"
import { createReleaseFixture, type ReleaseFixture } from "./release-fixture"
import { releaseName, type Seeded, seedReleases, type ToSeed } from "./seed-releases"
import { packSmallChart, smallChart } from "./small-chart"

/** A fixture with the small chart, and rollouts of it. */
export class RolloutFixture {
  readonly actor = systemActor("rollouts")

  private constructor(readonly fixture: ReleaseFixture) {}

  static async create(): Promise<RolloutFixture> {
    const fixture = await createReleaseFixture()
    await packSmallChart()
    return new RolloutFixture(fixture)
  }

  seed(...toSeed: ToSeed[]): Promise<Seeded[]> {
    return seedReleases(this.fixture.sandbox, toSeed)
  }

  /** A rollout of exactly these releases. */
  start(
    seeded: readonly Seeded[],
    options: object = {},
    version: string | null = "1.1.0",
  ): Promise<RolloutDetail> {
    const releases = seeded.map(({ releaseId }) => releaseId)
    const parsed = rolloutOptionsSchema.parse({ releases, timeout: 20, ...options })
    return startRollout(this.actor, smallChart, version, parsed)
  }

  get(id: string): Promise<RolloutDetail> {
    return getRollout(this.actor, id)
  }

  /** The rollout once it has reached one of the states. */
  async waitFor(id: string, state: RegExp, timeout = 40_000): Promise<RolloutDetail> {
    const progress = async () => {
      const { state: now, stateReason, counts } = await this.get(id)
      return `${now} ${stateReason ?? ""} ${JSON.stringify(counts)}`
    }
    await expect.poll(progress, { timeout, interval: 250 }).toMatch(new RegExp(`^(${state.source}) `))
    return this.get(id)
  }

  async history({ namespace }: Seeded): Promise<(HistoryEntry & { chartVersion: string })[]> {
    const context = { helm: this.fixture.helm, kubeconfig: this.fixture.kubeconfig }
    const history = await getHistory(context, { releaseName, namespace })
    return history.map((entry) => ({ ...entry, ...splitChart(entry.chart) }))
  }
}

/** The chosen releases, in the order of the rollout. */
export const chosen = ({ releases }: RolloutDetail): RolloutRelease[] =>
  releases.filter(({ skipReason }) => skipReason !== "not_chosen")

/** The maximum number of overlapping spans. */
export function maxAtATime(spans: readonly { from: number; to: number }[]): number {
  return Math.max(
    0,
    ...spans.map(({ from }) => spans.filter((span) => span.from <= from && from < span.to).length),
  )
}
