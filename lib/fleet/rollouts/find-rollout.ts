import { z } from "zod"
import { unsealValues } from "@/lib/fleet/releases/sealed-values"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { showMaskedIn } from "@/lib/kube/masking/mask"
import { Prisma, type RolloutWave as WaveRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError, notFound } from "@/lib/platform/errors"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { fieldsOf } from "@/lib/platform/fields-of"
import { quarantineOfChart } from "@/lib/policy/quarantine/find-quarantined"
import type { Target } from "./plan-rules"
import { actionsIn, readMaxFailures } from "./rollout-rules"
import {
  type Rollout,
  type RolloutReleaseState,
  type RolloutState,
  rolloutSchema,
  rolloutWaveSchema,
} from "./schema"

/** The condition that limits a query to rollouts with at least one release visible to the caller. */
export function visibleRollouts(actor: Actor): Prisma.RolloutWhereInput {
  const { isLimited, where } = visibleTo(actor).tenants
  return isLimited ? { releases: { some: { tenantId: where } } } : {}
}

/** The stored row; 404 also when the caller may see none of its releases. */
export async function findRollout(actor: Actor, id: string): Promise<RolloutRow> {
  const row = await db().rollout.findFirst({
    where: { AND: [{ id }, visibleRollouts(actor)] },
    include: withWaves,
  })
  if (row === null) throw notFound(`There is no rollout ${id}.`)
  return row
}

/** Locks a rollout until the transaction ends, as every writer must. Returns whether it exists. */
export async function lockRollout(id: string): Promise<boolean> {
  const rows = await db().$queryRaw<unknown[]>`SELECT 1 FROM rollout WHERE id = ${id}::uuid FOR UPDATE`
  return rows.length > 0
}

export async function publishRolloutUpdate(rolloutId: string): Promise<void> {
  await db().rollout.update({ where: { id: rolloutId }, data: { updatedAt: new Date() } })
  await publishEvent("rollout.updated", rolloutId)
}

/** Throws a 403 when the caller may not see every release that the rollout would change. */
export async function requireAllTenantsVisible(actor: Actor, rolloutId: string): Promise<void> {
  const { isLimited, where } = visibleTo(actor).tenants
  if (!isLimited) return
  const other = await db().rolloutRelease.findFirst({ where: { rolloutId, NOT: { tenantId: where } } })
  if (other === null) return
  throw new DomainError(
    "forbidden",
    "The rollout includes tenants outside this token's limit. Use a token without a tenant limit.",
    "token_limited",
  )
}

export const withWaves = {
  waves: { orderBy: { position: "asc" } },
} as const satisfies Prisma.RolloutInclude

export type RolloutRow = Prisma.RolloutGetPayload<{ include: typeof withWaves }>

// Stored as an empty text, because an older version of Slipway on the same database cannot read a null.
export const storedTarget = (target: Target): string => target ?? ""
export const targetOf = ({ targetVersion }: Pick<RolloutRow, "targetVersion">): Target =>
  targetVersion || null

/** Why its target must not be deployed; null: it may be, or each release keeps its version. */
export async function quarantineOfTarget(
  rollout: Pick<RolloutRow, "chartName" | "targetVersion">,
): Promise<string | null> {
  const chartVersion = targetOf(rollout)
  return chartVersion && quarantineOfChart({ chartName: rollout.chartName, chartVersion })
}

const selectorSchema = z.record(z.string(), z.string())

/** Reads the additional data of these rollouts, and returns a function that converts their rows. */
export async function rolloutConverter(
  actor: Actor,
  rows: readonly RolloutRow[],
): Promise<(row: RolloutRow) => Rollout> {
  const progress = await readProgress(
    actor,
    rows.map(({ id }) => id),
  )
  const names = await readNames(
    actor,
    rows.flatMap(({ stateReleases }) => stateReleases),
  )
  return (row) =>
    toRollout(
      row,
      progress.filter(({ rolloutId }) => rolloutId === row.id),
      row.stateReleases.flatMap((id) => names.get(id) ?? []),
    )
}

/** `names`: the releases named in the state reason, if visible to the caller. */
function toRollout(row: RolloutRow, progress: readonly WaveCount[], names: readonly string[]): Rollout {
  const isComplete = progress.every(({ count, total }) => count === total)
  return {
    ...fieldsOf(rolloutSchema, row),
    targetVersion: targetOf(row),
    stateReason: isComplete ? reasonOf(row, names) : partialReasonOf(row, names),
    maxFailures: readMaxFailures(row.maxFailures),
    failures: isComplete ? row.failures : Math.min(row.failures, countsOf(progress).FAILED),
    valuesReset: isComplete ? row.valuesReset : [],
    valuesOverride: isComplete ? showMaskedIn(unsealValues(row.sealedMasked)) : {},
    timeout: row.timeoutSeconds,
    counts: countsOf(progress),
    waves: row.waves.map((wave) => toWave(wave, progress, isComplete)),
    actions: [...actionsIn[row.state]],
  }
}

function reasonOf({ stateReason }: Pick<RolloutRow, "stateReason">, names: readonly string[]): string | null {
  if (stateReason === null || names.length === 0) return stateReason
  return `${stateReason} The last: ${names.join(", ")}.`
}

/** Slipway's own reasons contain counts of all releases that they name, so callers with partial access get these. */
const partialReasons: Partial<Record<RolloutState, string>> = {
  PAUSED: "More releases failed than allowed.",
  ROLLED_BACK: "Not every release was rolled back.",
}

/** The state reason for callers that may see only some of the releases. */
function partialReasonOf(row: RolloutRow, names: readonly string[]): string | null {
  if (row.stateReason === null || row.stateBy !== null || row.stateReleases.length === 0)
    return row.stateReason
  return reasonOf({ ...row, stateReason: partialReasons[row.state] ?? row.stateReason }, names)
}

/** The selector of a wave is hidden from callers that may see none of its releases. */
function toWave(
  wave: WaveRow,
  progress: readonly WaveCount[],
  isComplete: boolean,
): Rollout["waves"][number] {
  const countsOfWave = progress.filter((count) => count.wave === wave.position)
  const isSeen = isComplete || countsOfWave.some(({ count }) => count > 0)
  const selector = isSeen ? selectorSchema.parse(wave.selector) : {}
  return { ...fieldsOf(rolloutWaveSchema, wave), selector, counts: countsOf(countsOfWave) }
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

/** The number of releases of a wave in a state: those visible to the caller, and all. */
type WaveCount = {
  rolloutId: string
  wave: number | null
  state: RolloutReleaseState
  count: number
  total: number
}

/** The releases of rollouts, counted by wave and state. */
export async function readProgress(actor: Actor, rolloutIds: readonly string[]): Promise<WaveCount[]> {
  if (rolloutIds.length === 0) return []
  const isVisible = visibleTo(actor).tenants.sql(Prisma.sql`tenant_id`)
  return db().$queryRaw<WaveCount[]>`
    SELECT rollout_id AS "rolloutId", wave, state::text AS state, (count(*) FILTER (WHERE ${isVisible}))::int AS count, count(*)::int AS total
    FROM rollout_release WHERE rollout_id = ANY(${[...rolloutIds]}::uuid[])
    GROUP BY rollout_id, wave, state`
}

/** `tenant/release` by release id, for releases visible to the caller. */
async function readNames(actor: Actor, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db().release.findMany({
    where: { AND: [{ id: { in: [...ids] } }, { tenantId: visibleTo(actor).tenants.where }] },
    select: { id: true, releaseName: true, tenant: { select: { slug: true } } },
  })
  return new Map(rows.map(({ id, releaseName, tenant }) => [id, `${tenant.slug}/${releaseName}`]))
}
