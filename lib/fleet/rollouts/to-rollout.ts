import { z } from "zod"
import { unsealValues } from "@/lib/fleet/releases/sealed-values"
import { showMaskedIn } from "@/lib/kube/masking/mask"
import type { Prisma, RolloutWave as WaveRow } from "@/lib/platform/db/generated/client"
import { toInstant, toInstantOrNull } from "@/lib/platform/instant"
import type { WaveCount } from "./read-progress"
import { actionsIn } from "./rollout-states"
import type { Rollout, RolloutReleaseState, RolloutState } from "./schema"
import { readMaxFailures } from "./threshold"

export const withWaves = {
  waves: { orderBy: { position: "asc" } },
} as const satisfies Prisma.RolloutInclude

export type RolloutRow = Prisma.RolloutGetPayload<{ include: typeof withWaves }>

const selectorSchema = z.record(z.string(), z.string())

/** The data of a rollout in addition to its row. */
export type RolloutExtras = {
  /** Of this rollout only. */
  progress: readonly WaveCount[]
  /** The names of the releases that the state reason is about, if visible to the caller. */
  names: readonly string[]
}

export function toRollout(row: RolloutRow, { progress, names }: RolloutExtras): Rollout {
  const whole = progress.every(({ count, all }) => count === all)
  return {
    id: row.id,
    chartName: row.chartName,
    repository: row.repository,
    targetVersion: row.targetVersion,
    state: row.state,
    stateReason: whole ? reasonOf(row, names) : partialReasonOf(row, names),
    stateBy: row.stateBy,
    concurrency: row.concurrency,
    bakeSeconds: row.bakeSeconds,
    maxFailures: readMaxFailures(row.maxFailures),
    failures: whole ? row.failures : Math.min(row.failures, countsOf(progress).FAILED),
    valuesOverride: whole ? showMaskedIn(unsealValues(row.sealedMasked)) : {},
    timeout: row.timeoutSeconds,
    atomic: row.atomic,
    waitForJobs: row.waitForJobs,
    description: row.description,
    requestedBy: row.requestedBy,
    createdAt: toInstant(row.createdAt),
    updatedAt: toInstant(row.updatedAt),
    finishedAt: toInstantOrNull(row.finishedAt),
    counts: countsOf(progress),
    waves: row.waves.map((wave) => toWave(wave, progress, whole)),
    actions: [...actionsIn[row.state]],
  }
}

function reasonOf({ stateReason }: Pick<RolloutRow, "stateReason">, names: readonly string[]): string | null {
  if (stateReason === null || names.length === 0) return stateReason
  return `${stateReason} The last: ${names.join(", ")}.`
}

/** Slipway's own reasons contain counts of all releases, so callers with partial access get these instead. */
const partialReasons: Partial<Record<RolloutState, string>> = {
  PAUSED: "More releases failed than allowed.",
  ROLLED_BACK: "Not every release was rolled back.",
}

/** The state reason for callers that may see only some of the releases. */
function partialReasonOf(row: RolloutRow, names: readonly string[]): string | null {
  if (row.stateReason === null || row.stateBy !== null) return row.stateReason
  return reasonOf({ ...row, stateReason: partialReasons[row.state] ?? row.stateReason }, names)
}

/** The selector of a wave is hidden from callers that may see none of its releases. */
function toWave(wave: WaveRow, progress: readonly WaveCount[], whole: boolean): Rollout["waves"][number] {
  const own = progress.filter((one) => one.wave === wave.position)
  const isSeen = whole || own.some(({ count }) => count > 0)
  return {
    name: wave.name,
    selector: isSeen ? selectorSchema.parse(wave.selector) : {},
    state: wave.state,
    startedAt: toInstantOrNull(wave.startedAt),
    finishedAt: toInstantOrNull(wave.finishedAt),
    bakeUntil: toInstantOrNull(wave.bakeUntil),
    counts: countsOf(own),
  }
}

function countsOf(progress: readonly WaveCount[]): Rollout["counts"] {
  const counts: Record<RolloutReleaseState, number> = {
    PENDING: 0,
    RUNNING: 0,
    SUCCEEDED: 0,
    FAILED: 0,
    SKIPPED: 0,
    ROLLED_BACK: 0,
  }
  for (const { state, count } of progress) counts[state] += count
  return counts
}
