import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import type { NewDeployment } from "../new-deployment"
import type { CheckedRow } from "./check-row"
import { columnDefinitions, columnList, jsonColumns, jsonValues } from "./columns"
import type { ImportRow } from "./schema"

/**
 * Creates the temporary tables of one import; they are dropped on commit. The id of a row is null if it creates no new
 * record. `reported` is the row as sent, when its columns do not represent it exactly. `story` is shared by rows about
 * the same deployment. `merged` marks records built from several rows.
 */
export async function createStagingTables(): Promise<void> {
  await db().$executeRaw`
    CREATE TEMP TABLE import_row (
      line int, reported json, reported_id uuid, story text, merged boolean, ${columnDefinitions}) ON COMMIT DROP`
  await db().$executeRaw`
    CREATE TEMP TABLE import_again (story text PRIMARY KEY) ON COMMIT DROP`
  await db().$executeRaw`
    CREATE TEMP TABLE import_moved (id uuid, application text, environment_id uuid) ON COMMIT DROP`
}

/** Stages validated rows in one statement, invisible to other transactions. */
export async function stageRows(rows: readonly CheckedRow[]): Promise<void> {
  await insertStaged(rows.map(stagedRow))
}

/** Stages records built from several rows; `line` is the first of them. */
export async function stageRecords(
  records: readonly { line: number; record: NewDeployment }[],
): Promise<void> {
  await insertStaged(records.map(({ line, record }) => ({ ...withoutNulls(record), line, merged: true })))
}

function stagedRow({
  line,
  row: reported,
  reported: { id, externalId },
  environmentId,
  fresh,
}: CheckedRow): object {
  const story = externalId !== undefined ? `e${externalId}` : id !== undefined ? `i${id}` : undefined
  const staged = { line, story, reported_id: id }
  if (fresh instanceof DomainError)
    return { ...staged, application: reported.application, environmentId, externalId, reported }
  const row = { ...withoutNulls(fresh), ...staged }
  return story === undefined || isExact(fresh, reported) ? row : { ...row, reported }
}

/** True if no value was filled in, no field was set to null, and every reported field has a column. */
function isExact(fresh: NewDeployment, reported: ImportRow): boolean {
  if (reported.id !== undefined || reported.attempt !== undefined) return false
  const filled = (["deployedAt", "completedAt", "initiatedBy", "rolledBackAt"] as const).some(
    (field) => reported[field] === undefined && fresh[field] !== null,
  )
  return !filled && !Object.values(reported).includes(null)
}

function withoutNulls(record: NewDeployment): object {
  const known: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(record)) if (value !== null) known[field] = value
  return known
}

async function insertStaged(rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  await db().$executeRaw`
    INSERT INTO import_row (line, reported, reported_id, story, merged, ${columnList()})
    SELECT r.line, r.reported, r.reported_id, r.story, COALESCE(r.merged, false), ${jsonValues("r")}
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS r(line int, reported json, reported_id uuid, story text, merged boolean, ${jsonColumns})`
}
