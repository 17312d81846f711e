import { enqueueRolloutJob } from "@/lib/fleet/operations/enqueue-job"
import { hasEnded } from "@/lib/fleet/operations/operation-states"
import type { AuditAction } from "@/lib/identity/audit/actions"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { systemActor } from "@/lib/identity/auth/actor"
import {
  type OperationState,
  Prisma,
  type RolloutReleaseState,
  type RolloutWave as WaveRow,
} from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { formatQuantity } from "@/lib/platform/format"
import { checkSeconds, notChangingSql, ownRevisionSql } from "./check-bake"
import {
  lockRollout,
  publishRolloutUpdate,
  quarantineOfTarget,
  type RolloutRow,
  withWaves,
} from "./find-rollout"
import {
  exceeds,
  freeSlots,
  isOver,
  readMaxFailures,
  stepOfWave,
  thresholdMessage,
  type WaveProgress,
} from "./rollout-rules"
import type { MaxFailures, RolloutState } from "./schema"

export type DueRelease = { releaseId: string; repository: string }

export type Next = { rollout: RolloutRow; kind: "upgrade" | "rollback"; due: DueRelease[] }

/** Releases that cannot be started in this round: single ones, and all of an unavailable repository. */
export type Skipped = { releaseIds: Set<string>; repositories: Set<string> }

/** How long to wait before retrying a release that is being changed by another operation. */
const busySeconds = 2

/** Records what has ended and returns the releases to start, without the skipped ones. Null: no such rollout. */
export function stepRollout(id: string, skipped: Skipped): Promise<Next | null> {
  return transaction(async () => {
    if (!(await lockRollout(id))) return null
    const { ended, failed } = await recordEnded(id)
    const unhealthy = await markFailedDuringBake(id)
    if (failed + unhealthy > 0)
      await db().rollout.update({ where: { id }, data: { failures: { increment: failed + unhealthy } } })
    if (ended + unhealthy > 0) await publishRolloutUpdate(id)
    const rollout = await db().rollout.findUniqueOrThrow({ where: { id }, include: withWaves })
    const isRollback = rollout.state === "ROLLING_BACK"
    const list = isRollback ? listRollbacksDue : rollout.state === "RUNNING" ? listUpgradesDue : () => []
    return { rollout, kind: isRollback ? "rollback" : "upgrade", due: await list(rollout, skipped) }
  })
}

/** The next releases of the running wave in rollout order, as many as there are free slots. */
async function listUpgradesDue(rollout: RolloutRow, skipped: Skipped): Promise<DueRelease[]> {
  const { id, failures, upgrades } = rollout
  const maxFailures = readMaxFailures(rollout.maxFailures)
  if (maxFailures !== null && exceeds(maxFailures, failures, upgrades)) {
    await pauseByThreshold(rollout, maxFailures)
    return []
  }
  const quarantine = await quarantineOfTarget(rollout)
  if (
    quarantine !== null &&
    (await db().rolloutRelease.count({ where: { rolloutId: id, state: "PENDING" } })) > 0
  ) {
    await enter(id, "PAUSED", quarantine)
    return []
  }
  const wave = await advanceWaves(rollout)
  if (wave === "all done") await enter(id, "COMPLETED")
  if (typeof wave !== "number") return []
  const isOpen = Prisma.sql`x.state = 'PENDING' AND x.wave = ${wave}`
  return (await listDue(rollout, skipped, isOpen, Prisma.sql`x.position`)).due
}

/** The next releases to roll back: newest wave first, last upgraded first. */
async function listRollbacksDue(rollout: RolloutRow, skipped: Skipped): Promise<DueRelease[]> {
  const isOpen = Prisma.sql`
    x.state IN ('SUCCEEDED', 'FAILED') AND x.revision IS NOT NULL AND NOT x.settled_back`
  const order = Prisma.sql`x.wave DESC, x.position DESC`
  const { due, isDone } = await listDue(rollout, skipped, isOpen, order)
  if (isDone) await finishRollback(rollout.id)
  return due
}

/**
 * The first open releases that no other change is running of and that were not skipped in this round, as many as there are
 * free slots. `isDone`: none is open, and none runs.
 */
async function listDue(
  { id, concurrency }: RolloutRow,
  { releaseIds, repositories }: Skipped,
  isOpen: Prisma.Sql,
  order: Prisma.Sql,
): Promise<{ due: DueRelease[]; isDone: boolean }> {
  const running = await db().rolloutRelease.count({ where: { rolloutId: id, state: "RUNNING" } })
  const slots = freeSlots(concurrency, running)
  const openSql = Prisma.sql`
    FROM rollout_release x JOIN helm_release r ON r.id = x.release_id WHERE x.rollout_id = ${id}::uuid AND ${isOpen}`
  const due = await db().$queryRaw<DueRelease[]>`
    SELECT x.release_id AS "releaseId", r.repository ${openSql} AND ${notChangingSql}
      AND x.release_id <> ALL(${[...releaseIds]}::uuid[]) AND r.repository <> ALL(${[...repositories]}::text[])
    ORDER BY ${order} LIMIT ${slots}`
  if (due.length > 0) return { due, isDone: false }
  const hasOpen = (await db().$queryRaw<unknown[]>`SELECT 1 ${openSql} LIMIT 1`).length > 0
  // The end of a change of theirs by others triggers no job.
  if (hasOpen && slots > 0) await enqueueRolloutJob(id, busySeconds)
  return { due, isDone: !hasOpen && running === 0 }
}

type Ended = {
  releaseId: string
  isRollback: boolean
  state: OperationState
  error: string | null
  upgradeError: string | null
  revision: number | null
  finishedAt: Date
}

/** Requires that the rollout is locked. `failed`: the number of failed upgrades. */
async function recordEnded(rolloutId: string): Promise<{ ended: number; failed: number }> {
  const rows = await db().$queryRaw<Ended[]>`
    SELECT x.release_id AS "releaseId", x.rollback_operation_id IS NOT NULL AS "isRollback", o.state::text AS state,
      o.error, x.error AS "upgradeError", o.revision, o.finished_at AS "finishedAt"
    FROM rollout_release x JOIN operation o ON o.id = COALESCE(x.rollback_operation_id, x.operation_id)
    WHERE x.rollout_id = ${rolloutId}::uuid AND x.state = 'RUNNING'
      AND ${hasEnded}`
  for (const row of rows) {
    await db().rolloutRelease.update({
      where: { rolloutId_releaseId: { rolloutId, releaseId: row.releaseId } },
      data: stateAfter(row),
    })
  }
  const failed = rows.filter(({ isRollback, state }) => !isRollback && upgraded[state] === "FAILED")
  return { ended: rows.length, failed: failed.length }
}

/** A cancelled upgrade counts as failed. */
const upgraded: Record<OperationState, RolloutReleaseState> = {
  QUEUED: "RUNNING",
  RUNNING: "RUNNING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  CANCELLED: "FAILED",
}

function stateAfter({ isRollback, state, error, upgradeError, revision, finishedAt }: Ended) {
  if (!isRollback) return { state: upgraded[state], error, revision, finishedAt }
  const rolledBack = { isRollbackDone: true, finishedAt }
  if (state === "SUCCEEDED") return { ...rolledBack, state: "ROLLED_BACK" as const, error: upgradeError }
  return { ...rolledBack, state: "FAILED" as const, error: `Rollback failed: ${error ?? "unknown error."}` }
}

/** Marks releases as failed that became FAILED while their wave is baking; returns their number. */
function markFailedDuringBake(rolloutId: string): Promise<number> {
  return db().$executeRaw`
    UPDATE rollout_release x SET state = 'FAILED', finished_at = clock_timestamp(),
      error = concat_ws(' ', 'The release failed during the bake time.', r.last_error)
    FROM helm_release r, rollout_wave w, rollout p
    WHERE x.rollout_id = ${rolloutId}::uuid AND x.state = 'SUCCEEDED' AND r.id = x.release_id AND r.status = 'FAILED'
      AND w.rollout_id = x.rollout_id AND w.position = x.wave AND w.state = 'BAKING'
      AND p.id = x.rollout_id AND p.state IN ('RUNNING', 'PAUSED')`
}

/** Uses the database's clock; the rollout must be locked. Returns the index of the running wave, if there is one. */
async function advanceWaves(rollout: RolloutRow): Promise<number | "none runs" | "all done"> {
  const { id, bakeSeconds } = rollout
  for (const wave of rollout.waves.filter(({ state }) => state !== "DONE")) {
    const step = stepOfWave(await readWave(wave), bakeSeconds)
    if (step === "wait") {
      if (wave.state === "RUNNING") return wave.position
      const remainingSeconds = ((wave.bakeUntil?.getTime() ?? 0) - Date.now()) / 1_000
      await enqueueRolloutJob(id, Math.min(checkSeconds, Math.max(1, remainingSeconds)))
      return "none runs"
    }
    await publishRolloutUpdate(id)
    await db().$executeRaw`
      UPDATE rollout_wave SET ${waveUpdates[step](bakeSeconds)}
      WHERE rollout_id = ${id}::uuid AND position = ${wave.position}`
    if (step === "begin") return wave.position
    if (step === "bake") {
      await enqueueRolloutJob(id, Math.min(checkSeconds, bakeSeconds))
      return "none runs"
    }
  }
  return "all done"
}

const waveUpdates: Record<
  Exclude<ReturnType<typeof stepOfWave>, "wait">,
  (bakeSeconds: number) => Prisma.Sql
> = {
  begin: () => Prisma.sql`state = 'RUNNING', started_at = clock_timestamp()`,
  bake: (seconds) =>
    Prisma.sql`state = 'BAKING', bake_until = clock_timestamp() + make_interval(secs => ${seconds})`,
  finish: () => Prisma.sql`state = 'DONE', finished_at = clock_timestamp()`,
}

async function readWave({ rolloutId, position, state }: WaveRow): Promise<WaveProgress> {
  const [row] = await db().$queryRaw<Omit<WaveProgress, "state">[]>`
    SELECT
      (SELECT count(*)::int FROM rollout_release x WHERE x.rollout_id = w.rollout_id AND x.wave = w.position
        AND x.state IN ('PENDING', 'RUNNING')) AS open,
      (SELECT count(*)::int FROM rollout_release x WHERE x.rollout_id = w.rollout_id AND x.wave = w.position
        AND x.operation_id IS NOT NULL) AS started,
      COALESCE(w.bake_until <= clock_timestamp(), false) AND NOT EXISTS (
        SELECT 1 FROM rollout_release x JOIN helm_release r ON r.id = x.release_id
        WHERE x.rollout_id = w.rollout_id AND x.wave = w.position AND ${ownRevisionSql}
          AND (x.watched_at IS NULL OR x.watched_at < w.bake_until)) AS baked
    FROM rollout_wave w WHERE w.rollout_id = ${rolloutId}::uuid AND w.position = ${position}`
  return { state, open: row?.open ?? 0, started: row?.started ?? 0, baked: row?.baked ?? false }
}

const maxNamed = 3

/** Pauses the rollout because of too many failures. Running upgrades finish. */
async function pauseByThreshold(
  { id, failures, upgrades }: RolloutRow,
  maxFailures: MaxFailures,
): Promise<void> {
  const last = await db().rolloutRelease.findMany({
    where: { rolloutId: id, state: "FAILED" },
    orderBy: [{ finishedAt: "desc" }, { position: "desc" }],
    take: maxNamed,
    select: { releaseId: true },
  })
  const reason = thresholdMessage(maxFailures, failures, upgrades)
  await enter(id, "PAUSED", reason, last)
}

/** Ends the rollback after every changed release was rolled back, or failed to be. */
async function finishRollback(id: string): Promise<void> {
  const unstarted = await db().rolloutRelease.findMany({
    where: {
      rolloutId: id,
      OR: [
        { state: "SUCCEEDED", revision: { not: null } },
        { state: "FAILED", rollbackOperationId: { not: null } },
      ],
    },
    orderBy: { position: "asc" },
    select: { releaseId: true },
  })
  const count = formatQuantity(unstarted.length, "release was", "releases were")
  const reason = unstarted.length === 0 ? null : `${count} not rolled back.`
  await enter(id, "ROLLED_BACK", reason, unstarted.slice(-maxNamed))
}

const enteredAction = {
  PAUSED: "rollout.paused",
  COMPLETED: "rollout.completed",
  ROLLED_BACK: "rollout.rolled_back",
} as const satisfies Partial<Record<RolloutState, AuditAction>>

/** `releases`: the releases named in the reason. */
async function enter(
  id: string,
  state: keyof typeof enteredAction,
  reason: string | null = null,
  releases: readonly { releaseId: string }[] = [],
): Promise<void> {
  const stateReleases = releases.map(({ releaseId }) => releaseId)
  await db().rollout.update({
    where: { id },
    data: {
      state,
      stateReason: reason,
      stateReleases,
      stateBy: null,
      ...(isOver[state] && { finishedAt: new Date() }),
    },
  })
  const groups = await db().rolloutRelease.groupBy({ by: ["state"], where: { rolloutId: id }, _count: true })
  const counts = Object.fromEntries(groups.map(({ state: key, _count }) => [key, _count]))
  await appendAudit(systemActor("Slipway"), enteredAction[state], id, { reason, counts })
  await publishRolloutUpdate(id)
}
