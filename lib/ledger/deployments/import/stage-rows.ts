import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import type { NewDeployment } from "../new-deployment"
import type { CheckedRow } from "./check-row"
import { columnDefinitions, columnList, jsonColumns, jsonValues } from "./columns"
import type { ImportRow } from "./schema"

/**
 * The tables of one import, gone with its transaction. The id of a row is null where it makes no new record. `told` is the
 * row as it was told, where its columns do not say the same. `story` is what rows about the same deployment share.
 * `settled` marks records that were worked out from several rows.
 */
export async function makeStagingTables(): Promise<void> {
  await db().$executeRaw`
    CREATE TEMP TABLE import_row (
      line int, told json, told_id uuid, story text, settled boolean, ${columnDefinitions}) ON COMMIT DROP`
  await db().$executeRaw`
    CREATE TEMP TABLE import_again (story text PRIMARY KEY) ON COMMIT DROP`
  await db().$executeRaw`
    CREATE TEMP TABLE import_moved (id uuid, application text, environment_id uuid) ON COMMIT DROP`
}

/** Puts checked rows aside, in one statement; nobody else sees them. */
export async function stageRows(rows: readonly CheckedRow[]): Promise<void> {
  await insertStaged(rows.map(stagedRow))
}

/** Puts aside records that were worked out from several rows; `line` is the first. */
export async function stageRecords(
  records: readonly { line: number; record: NewDeployment }[],
): Promise<void> {
  await insertStaged(records.map(({ line, record }) => ({ ...withoutNulls(record), line, settled: true })))
}

function stagedRow({ line, row: told, told: { id, externalId }, environmentId, fresh }: CheckedRow): object {
  const story = externalId !== undefined ? `e${externalId}` : id !== undefined ? `i${id}` : undefined
  const staged = { line, story, told_id: id }
  if (fresh instanceof DomainError)
    return { ...staged, application: told.application, environmentId, externalId, told }
  const row = { ...withoutNulls(fresh), ...staged }
  return story === undefined || saysTheSame(fresh, told) ? row : { ...row, told }
}

/** Nothing was filled in, nothing told to be empty, and nothing told that has no column of its own. */
function saysTheSame(fresh: NewDeployment, told: ImportRow): boolean {
  if (told.id !== undefined || told.attempt !== undefined) return false
  const filled = (["deployedAt", "completedAt", "initiatedBy", "rolledBackAt"] as const).some(
    (field) => told[field] === undefined && fresh[field] !== null,
  )
  return !filled && !Object.values(told).includes(null)
}

function withoutNulls(record: NewDeployment): object {
  const known: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(record)) if (value !== null) known[field] = value
  return known
}

async function insertStaged(rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  await db().$executeRaw`
    INSERT INTO import_row (line, told, told_id, story, settled, ${columnList()})
    SELECT r.line, r.told, r.told_id, r.story, COALESCE(r.settled, false), ${jsonValues("r")}
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS r(line int, told json, told_id uuid, story text, settled boolean, ${jsonColumns})`
}
