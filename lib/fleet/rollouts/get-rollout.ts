import { type Cause, toCause } from "@/lib/fleet/operations/cause"
import { chartFilter } from "@/lib/fleet/releases/fleet-filter"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, snapshot } from "@/lib/platform/db/transaction"
import { type LiveEmitter, streamEvents } from "@/lib/platform/events/stream-events"
import { fieldsOf } from "@/lib/platform/fields-of"
import { cutIdPage, decodeIdCursor, mapPage, type Page } from "@/lib/platform/page"
import { sleepUnlessAborted } from "@/lib/platform/wait-at-most"
import {
  findRollout,
  type RolloutRow,
  rolloutConverter,
  targetOf,
  visibleRollouts,
  withWaves,
} from "./find-rollout"
import {
  type Rollout,
  type RolloutDetail,
  type RolloutQuery,
  type RolloutRelease,
  rolloutReleaseSchema,
} from "./schema"

const maxChanges = 500

/** A rollout with its releases in order, limited to tenants visible to the caller. */
export function getRollout(actor: Actor, id: string): Promise<RolloutDetail> {
  return snapshot(async () => {
    const row = await findRollout(actor, id)
    const releases = await readReleases(actor, row, Prisma.sql`ORDER BY x.position`)
    const toRollout = await rolloutConverter(actor, [row])
    return { ...toRollout(row), ...releases }
  })
}

/**
 * The rollout with only the releases changed since `after`, in the order of their changes; null: without releases, to continue
 * from the returned `changes`. If there are more than fit, the rest follows with the next call.
 */
async function getRolloutChanges(
  actor: Actor,
  id: string,
  after: number | null,
): Promise<{ rollout: RolloutDetail; isAll: boolean }> {
  const row = await findRollout(actor, id)
  // Read before the counts, so that a change counted but not included here follows with the next call.
  const changed =
    after === null
      ? { releases: [], changes: await lastChange(actor, id) }
      : await readChangedSince(actor, row, after)
  const toRollout = await rolloutConverter(actor, [row])
  return { rollout: { ...toRollout(row), ...changed }, isAll: changed.releases.length < maxChanges }
}

async function readChangedSince(actor: Actor, row: RolloutRow, after: number): Promise<Releases> {
  const since = Prisma.sql`AND x.changed > ${after} ORDER BY x.changed LIMIT ${maxChanges}`
  const { releases, changes } = await readReleases(actor, row, since)
  return { releases, changes: Math.max(after, changes) }
}

type Releases = Pick<RolloutDetail, "releases" | "changes">

type ReleaseRow = Omit<RolloutRelease, "toVersion" | "startedAt" | "finishedAt" | "cause"> & {
  startedAt: Date | null
  finishedAt: Date | null
  changed: number
  cause: unknown
  causeError: string | null
}

/** The releases of a rollout visible to the caller, and the number of their last change; `condition`: filter and order. */
async function readReleases(
  actor: Actor,
  { id, ...rollout }: RolloutRow,
  condition: Prisma.Sql,
): Promise<Releases> {
  const rows = await db().$queryRaw<ReleaseRow[]>`
    SELECT x.release_id AS "releaseId", r.release_name AS "releaseName", r.namespace, r.cluster,
      x.tenant_id AS "tenantId", t.slug AS "tenantSlug", t.name AS "tenantName", x.wave,
      x.from_version AS "fromVersion", x.jump, x.skip_reason AS "skipReason", x.skip_detail AS "skipDetail",
      x.state::text AS state, x.from_revision AS "fromRevision", x.revision, x.operation_id AS "operationId",
      x.rollback_operation_id AS "rollbackOperationId", x.error, x.waits_for AS "waitsFor",
      failure.cause, failure.error AS "causeError",
      x.started_at AS "startedAt", x.finished_at AS "finishedAt", x.changed::float8 AS changed
    FROM rollout_release x JOIN helm_release r ON r.id = x.release_id JOIN tenant t ON t.id = x.tenant_id
      LEFT JOIN operation upgrade ON upgrade.id = x.operation_id
      LEFT JOIN operation rollback ON rollback.id = x.rollback_operation_id
      LEFT JOIN LATERAL (
        SELECT known.error, known.cause FROM (VALUES
          (1, rollback.error, rollback.cause), (2, upgrade.error, upgrade.cause), (3, r.last_error, r.cause)
        ) known (position, error, cause)
        WHERE strpos(x.error, known.error) > 0 ORDER BY known.position LIMIT 1
      ) failure ON true
    WHERE x.rollout_id = ${id}::uuid ${visibleSql(actor)} ${condition}`
  return {
    releases: rows.map(
      (row): RolloutRelease => ({
        ...fieldsOf(rolloutReleaseSchema, row),
        toVersion: targetOf(rollout) ?? row.fromVersion,
        cause: toReleaseCause(row.cause, row.error, row.causeError),
      }),
    ),
    changes: rows.reduce((last, { changed }) => Math.max(last, changed), 0),
  }
}

/** The cause of a failure, with what the rollout's error says before the error that has the cause. */
function toReleaseCause(stored: unknown, error: string | null, causeError: string | null): Cause | null {
  const cause = toCause(stored, error)
  if (cause === null || error === null || causeError === null || stored === null) return cause
  return { ...cause, summary: `${error.slice(0, error.indexOf(causeError))}${cause.summary}` }
}

export async function lastChange(actor: Actor, id: string): Promise<number> {
  const [row] = await db().$queryRaw<{ last: number }[]>`
    SELECT COALESCE(max(x.changed), 0)::float8 AS last FROM rollout_release x
    WHERE x.rollout_id = ${id}::uuid ${visibleSql(actor)}`
  return row?.last ?? 0
}

function visibleSql(actor: Actor): Prisma.Sql {
  return Prisma.sql`AND ${visibleTo(actor).tenants.sql(Prisma.sql`x.tenant_id`)}`
}

/** One page of the rollouts, newest first, limited to tenants visible to the caller. */
export async function listRollouts(
  actor: Actor,
  { limit, cursor, state, chartName }: RolloutQuery,
): Promise<Page<Rollout>> {
  return snapshot(async () => {
    const rows = await db().rollout.findMany({
      where: {
        AND: [visibleRollouts(actor), { id: { lt: decodeIdCursor(cursor) }, state }, chartFilter(chartName)],
      },
      include: withWaves,
      orderBy: { id: "desc" },
      take: limit + 1,
    })
    const page = cutIdPage(rows, limit)
    return mapPage(page, await rolloutConverter(actor, page.items))
  })
}

/** The minimum interval between events: a rollout of thousands changes many times a second. */
const restMs = 500

/**
 * Sends one rollout to `emitter`: `rollout` at the start and on changes, each with only the releases changed since the
 * previous event; the first one with those since `after`, or none if null. Changes within the interval are combined, so that
 * clients can keep up with a large fleet. Returns the function that ends the subscription.
 */
export async function subscribeToRollout(
  actor: Actor,
  id: string,
  after: number | null,
  emitter: LiveEmitter,
): Promise<() => void> {
  await findRollout(actor, id)
  let sentChanges = after
  const sendChanges = async (ended: AbortSignal) => {
    for (let isAll = false; !isAll && !ended.aborted; ) {
      const next = await getRolloutChanges(actor, id, sentChanges)
      isAll = next.isAll
      sentChanges = next.rollout.changes
      emitter.send([{ event: "rollout", id: String(sentChanges), data: next.rollout }])
      await sleepUnlessAborted(restMs, ended)
    }
  }
  return streamEvents(emitter, {
    start: (_missed, _position, ended) => sendChanges(ended),
    next: async (events, ended) => {
      if (events.some(({ type, subjectId }) => type === "rollout.updated" && subjectId === id))
        await sendChanges(ended)
    },
  })
}
