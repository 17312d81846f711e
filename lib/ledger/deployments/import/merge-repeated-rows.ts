import { isDeepStrictEqual } from "node:util"
import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import { resolveAttempt } from "@/lib/ledger/deployments/attempts"
import {
  assignmentsOf,
  computedFields,
  jsonOfReported,
  type NewDeployment,
  recordsSql,
} from "@/lib/ledger/deployments/columns"
import { annulledConflict } from "@/lib/ledger/deployments/find-deployment"
import { idConflict, mergedUpdate, requireSameDeployment } from "@/lib/ledger/deployments/merge-deployment"
import { planUpdate } from "@/lib/ledger/deployments/plan-update"
import { hasReached } from "@/lib/ledger/deployments/status-transitions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { validate } from "@/lib/platform/validate"
import { type CheckedRow, checkTimes } from "./check-row"
import { type RejectedRows, rejectedRow } from "./rejected-rows"
import { importRowSchema, type RejectedRow } from "./schema"
import { stageRecords } from "./staging"

/**
 * Removes repeated rows from the staging table, updates the records they refer to, and stages one row per new record.
 * Returns how many rows updated an existing record. The caller must hold the lane locks.
 */
export async function mergeRepeatedRows(actor: Actor, rejected: RejectedRows, now: Date): Promise<number> {
  let updated = 0
  let current: { key: string; group: RecordGroup } | null = null
  for await (const page of readRepeatedRows(actor, now)) {
    const finished: RecordGroup[] = []
    const refusals = []
    for (const { key, stored, row } of page) {
      if (current !== null && current.key !== key) finished.push(current.group)
      const group: RecordGroup =
        current?.key === key ? withStored(current.group, stored) : { records: stored }
      const outcome = applyRow(actor, group, row, now)
      if (outcome.kind === "updated") updated++
      if (outcome.kind === "refused") refusals.push(outcome.row)
      current = { key, group: outcome.group }
    }
    await rejected.add(refusals)
    await writeGroups(finished)
  }
  if (current !== null) await writeGroups([current.group])
  await db().$executeRaw`
    DELETE FROM import_row s USING import_repeated a WHERE a.group_key = s.group_key AND NOT s.merged`
  return updated
}

/** A later row may refer to another record by id. */
function withStored({ records }: RecordGroup, added: RecordGroup["records"]): RecordGroup {
  const ids = new Set(records.map(({ state }) => state.id))
  return { records: [...records, ...added.filter(({ state }) => !ids.has(state.id))] }
}

async function writeGroups(groups: readonly RecordGroup[]): Promise<void> {
  const allRecords = groups.flatMap(({ records }) => records)
  const recorded = allRecords.flatMap(({ stored, state, line }) =>
    stored === null ? [{ line, record: state }] : [],
  )
  const changes = allRecords.flatMap(({ stored, state }) =>
    stored !== null && !isDeepStrictEqual(stored, state) ? [{ before: stored, after: state }] : [],
  )
  await stageRecords(recorded)
  await writeChanges(changes.map(({ after }) => after))
  await noteMoved(changes.filter(({ before, after }) => changesLane(before, after)).map(({ after }) => after))
}

async function writeChanges(records: readonly NewDeployment[]): Promise<void> {
  if (records.length === 0) return
  await db().$executeRaw`
    UPDATE deployment d SET ${assignmentsOf("r")}, updated_at = now(), version = d.version + 1
    FROM ${recordsSql(records)} r WHERE d.id = r.id`
}

async function noteMoved(records: readonly NewDeployment[]): Promise<void> {
  if (records.length === 0) return
  await db().$executeRaw`
    INSERT INTO import_moved (id, application, environment_id)
    SELECT r.id, r.application, r.environment_id FROM ${recordsSql(records)} r`
}

const rowsAtATime = 500

/** A staged row, the key of its group, and the known records of that group. */
type RepeatedRow = { key: string; stored: GroupedRecord[]; row: CheckedRow }

/**
 * Collects the groups (one externalId or one id) whose rows must be processed one by one: those that exist in the
 * ledger, occur more than once in the file, or have a row that cannot create a record. Returns their number. The caller
 * must hold the lane locks.
 */
export async function findRepeatedRows(source: string): Promise<number> {
  await db().$executeRaw`
    UPDATE import_row s SET group_key = 'e' || d.external_id FROM deployment d
    WHERE d.id = s.reported_id AND s.external_id IS NULL AND d.external_id IS NOT NULL AND d.source = ${source}`
  return db().$executeRaw`
    INSERT INTO import_repeated (group_key)
    SELECT s.group_key FROM import_row s
    LEFT JOIN deployment d ON d.source = ${source} AND d.external_id = s.external_id
    LEFT JOIN deployment i ON i.id = s.reported_id
    LEFT JOIN annulled_deployment a ON a.source = ${source} AND a.external_id = s.external_id
    LEFT JOIN annulled_deployment o ON o.id = s.reported_id
    WHERE s.group_key IS NOT NULL
    GROUP BY s.group_key
    HAVING count(*) > 1 OR count(s.id) = 0 OR count(d.id) + count(i.id) + count(a.id) + count(o.id) > 0`
}

/** Yields the rows by group and in file order. The cursor does not see records staged after it was opened. */
async function* readRepeatedRows(actor: Actor, now: Date): AsyncGenerator<RepeatedRow[]> {
  await db().$executeRaw`ANALYZE import_row (group_key)`
  await db().$executeRaw`ANALYZE import_repeated`
  await db().$executeRaw`
    DECLARE repeated_row NO SCROLL CURSOR FOR
    SELECT s.line, COALESCE(s.reported, ${reportedSql}) AS reported, s.reported_id AS "reportedId",
      s.environment_id AS "environmentId", s.group_key AS "groupKey"
    FROM import_row s JOIN import_repeated a USING (group_key) JOIN environment e ON e.id = s.environment_id
    ORDER BY s.group_key, s.line`
  for (;;) {
    const staged = await db().$queryRaw<
      StagedRow[]
    >`FETCH ${Prisma.raw(String(rowsAtATime))} FROM repeated_row`
    if (staged.length === 0) break
    const storedRecords = await readStored(sourceOf(actor), staged)
    yield staged.map(({ line, reported, environmentId, groupKey, reportedId }) => ({
      key: groupKey,
      stored: storedRecords.of(groupKey, reportedId),
      row: checkTimes(
        actor,
        { line, row: validate(importRowSchema, reported), environmentId },
        now,
        reportedId ?? undefined,
      ),
    }))
  }
  await db().$executeRaw`CLOSE repeated_row`
}

type StagedRow = {
  line: number
  reported: unknown
  reportedId: string | null
  environmentId: string
  groupKey: string
}

const reportedSql = Prisma.sql`json_strip_nulls(json_build_object('environment', e.name, ${jsonOfReported("s")}))`

async function readStored(source: string, staged: readonly StagedRow[]) {
  const externalIds = [
    ...new Set(staged.flatMap(({ groupKey }) => (groupKey[0] === "e" ? groupKey.slice(1) : []))),
  ]
  const ids = staged.flatMap(({ reportedId }) => reportedId ?? [])
  const where = { OR: [{ source, externalId: { in: externalIds } }, { id: { in: ids } }] }
  const [rows, annulled] = await Promise.all([
    db().deployment.findMany({ where, omit: computedFields }),
    db().annulledDeployment.findMany({
      where,
      omit: { ...computedFields, annulledAt: true, annulledBy: true, annulReason: true },
    }),
  ])
  const recordOf = (isAnnulled: boolean) => (row: (typeof rows)[number]) => ({
    stored: row,
    state: row,
    line: 0,
    isAnnulled,
  })
  const records: GroupedRecord[] = [...rows.map(recordOf(false)), ...annulled.map(recordOf(true))]
  const byGroup = Map.groupBy(records, ({ state }) => (state.source === source ? `e${state.externalId}` : ""))
  const byId = new Map(records.map((record) => [record.state.id, record]))
  return {
    of(groupKey: string, id: string | null): GroupedRecord[] {
      const ofGroup = byGroup.get(groupKey) ?? []
      const recordWithId = id === null ? undefined : byId.get(id)
      return recordWithId === undefined || ofGroup.includes(recordWithId)
        ? ofGroup
        : [...ofGroup, recordWithId]
    },
  }
}

/** One deployment of a group. `stored` is its state before the import, or null if the import creates it at `line`. */
type GroupedRecord = {
  stored: NewDeployment | null
  state: NewDeployment
  line: number
  isAnnulled: boolean
}

/** The known state of one externalId or one id: all its attempts, updated row by row. */
type RecordGroup = { records: readonly GroupedRecord[] }

type Outcome = { group: RecordGroup } & (
  | { kind: "recorded" | "updated" }
  | { kind: "refused"; row: RejectedRow }
)

function applyRow(actor: Actor, group: RecordGroup, row: CheckedRow, now: Date): Outcome {
  try {
    return applyOrThrow(actor, group, row, now)
  } catch (error) {
    if (error instanceof DomainError) return { kind: "refused", row: rejectedRow(row.line, error), group }
    throw error
  }
}

function applyOrThrow(actor: Actor, { records }: RecordGroup, row: CheckedRow, now: Date): Outcome {
  const { reported, environmentId } = row
  const sameId = records.find(({ state }) => state.id === reported.id)
  if (
    sameId !== undefined &&
    reported.externalId !== undefined &&
    sameId.state.externalId !== reported.externalId
  )
    throw idConflict()
  const attempts = reported.externalId === undefined ? [] : records
  const resolved = sameId
    ? { existing: sameId.state }
    : resolveAttempt(
        attempts.map(({ state }) => state),
        reported,
      )
  if (resolved.existing === null) {
    if (row.fresh instanceof DomainError) throw row.fresh
    for (const { state } of attempts) requireSameDeployment(state, reported, environmentId)
    const { attempt, previousAttemptId } = resolved
    const state = { ...row.fresh, attempt, previousAttemptId }
    const newRecord = { stored: null, state, line: row.line, isAnnulled: false }
    return { kind: "recorded", group: { records: [...linkNext(records, state), newRecord] } }
  }
  const { existing } = resolved
  if (records.some(({ state, isAnnulled }) => state === existing && isAnnulled)) throw annulledConflict()
  const update = mergedUpdate(existing, reported, environmentId)
  const state = { ...existing, ...planUpdate(actor, existing, update, now) }
  const changed = records.map((record) => (record.state === existing ? { ...record, state } : record))
  return { kind: "updated", group: { records: changed } }
}

/** Links the attempt that follows a new one to it, since later attempts may be reported first. */
function linkNext(records: readonly GroupedRecord[], newAttempt: NewDeployment): GroupedRecord[] {
  const laterRecords = records.filter(({ state }) => state.attempt > newAttempt.attempt)
  const next = Math.min(...laterRecords.map(({ state }) => state.attempt))
  return records.map((record) =>
    record.state.attempt === next
      ? { ...record, state: { ...record.state, previousAttemptId: newAttempt.id } }
      : record,
  )
}

function changesLane(before: NewDeployment, after: NewDeployment): boolean {
  const isMoved = before.deployedAt.getTime() !== after.deployedAt.getTime()
  return isMoved || hasReached(before) !== hasReached(after)
}
