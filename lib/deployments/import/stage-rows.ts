import { db } from "@/lib/db/transaction"
import { DomainError } from "@/lib/errors"
import type { NewDeployment } from "../new-deployment"
import type { CheckedRow } from "./check-row"
import { columnDefinitions, columnList, jsonColumns, jsonValues } from "./columns"

/**
 * The tables of one import, gone with its transaction. `told` is kept for rows with an externalId, which may turn out
 * to be about a record that is known; the id is null where the row makes no new record.
 */
export async function makeStagingTables(): Promise<void> {
  await db()
    .$executeRaw`CREATE TEMP TABLE import_row (line int, told json, ${columnDefinitions}) ON COMMIT DROP`
  await db().$executeRaw`
    CREATE TEMP TABLE import_again (external_id text PRIMARY KEY, known_id uuid) ON COMMIT DROP`
  await db().$executeRaw`
    CREATE TEMP TABLE import_moved (id uuid, application text, environment_id uuid) ON COMMIT DROP`
}

/** Puts checked rows aside, in one statement; nobody else sees them. */
export async function stageRows(rows: readonly CheckedRow[]): Promise<void> {
  await insertStaged(
    rows.map(({ line, told, environmentId, fresh }) => {
      const { application, externalId } = told
      const record = fresh instanceof DomainError ? { application, environmentId, externalId } : fresh
      return { ...record, line, told: externalId === undefined ? null : told }
    }),
  )
}

/** Puts aside records that were worked out from several rows; `line` is the first. */
export async function stageRecords(
  records: readonly { line: number; record: NewDeployment }[],
): Promise<void> {
  await insertStaged(records.map(({ line, record }) => ({ ...record, line, told: null })))
}

async function insertStaged(rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  await db().$executeRaw`
    INSERT INTO import_row (line, told, ${columnList()})
    SELECT r.line, r.told, ${jsonValues("r")}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(line int, told json, ${jsonColumns})`
}
