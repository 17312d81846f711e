import { columnList, columnNames, columnValues, type NewDeployment } from "@/lib/ledger/deployments/columns"
import { orLockLaneSql } from "@/lib/ledger/deployments/lane-sql"
import { laneFactsSql, reachedSql, updateFacts } from "@/lib/ledger/deployments/recompute-lane-facts"
import { copyRows, copyText } from "@/lib/platform/db/copy-rows"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import type { CheckedRow } from "./check-row"
import type { ImportRow, RejectedRow } from "./schema"

/**
 * Creates the temporary tables of one import; they are dropped on commit. The id of a row is null if it creates no new
 * record. `reported` is the row as sent, when its columns do not represent it exactly. `group_key` is shared by rows about
 * the same deployment. `merged` marks records built from several rows.
 */
export async function createStagingTables(): Promise<void> {
  await db().$executeRaw`
    CREATE TEMP TABLE import_row ON COMMIT DROP AS
    SELECT NULL::int AS line, NULL::json AS reported, NULL::uuid AS reported_id, NULL::text AS group_key,
      NULL::boolean AS merged, ${columnList()} FROM deployment WITH NO DATA`
  await db().$executeRaw`
    CREATE TEMP TABLE import_repeated (group_key text PRIMARY KEY) ON COMMIT DROP`
  await db().$executeRaw`
    CREATE TEMP TABLE import_moved (id uuid, application text, environment_id uuid) ON COMMIT DROP`
}

/** Validated rows as text for `stageRows`, which takes a fraction of their memory. */
export const rowsText = (rows: readonly CheckedRow[]) => stagedText(rows.map(stagedRow))

/** Stages rows, invisible to other transactions. */
export const stageRows = (text: string) => copyRows("import_row", stagedColumns, text)

/** Stages records built from several rows; `line` is the first of them. */
export function stageRecords(records: readonly { line: number; record: NewDeployment }[]): Promise<void> {
  return stageRows(stagedText(records.map(({ line, record }) => ({ line, record, merged: true }))))
}

type StagedRow = {
  line: number
  record: Partial<NewDeployment>
  merged: boolean
  reported?: ImportRow | undefined
  reportedId?: string | undefined
  groupKey?: string | undefined
}

function stagedRow({
  line,
  row: reported,
  reported: { id, externalId },
  environmentId,
  fresh,
}: CheckedRow): StagedRow {
  const groupKey = externalId !== undefined ? `e${externalId}` : id !== undefined ? `i${id}` : undefined
  const staged = { line, groupKey, reportedId: id, merged: false }
  if (fresh instanceof DomainError) {
    const record = { application: reported.application, environmentId, externalId: externalId ?? null }
    return { ...staged, record, reported }
  }
  const isKept = groupKey !== undefined && !isExact(fresh, reported)
  return { ...staged, record: fresh, reported: isKept ? reported : undefined }
}

const stagedColumns = ["line", "reported", "reported_id", "group_key", "merged", ...columnNames]

function stagedText(rows: readonly StagedRow[]): string {
  return copyText(
    rows.map(({ line, reported, reportedId, groupKey, merged, record }) => [
      line,
      reported,
      reportedId,
      groupKey,
      merged,
      ...columnValues(record),
    ]),
  )
}

/** True if no value was filled in, no field was set to null, and every reported field has a column. */
function isExact(fresh: NewDeployment, reported: ImportRow): boolean {
  if (reported.id !== undefined || reported.attempt !== undefined) return false
  const filled = (["deployedAt", "completedAt", "initiatedBy", "rolledBackAt"] as const).some(
    (field) => reported[field] === undefined && fresh[field] !== null,
  )
  return !filled && !Object.values(reported).includes(null)
}

/**
 * Locks every lane of the file, and its environment, until the transaction ends, always in the same order, so that
 * imports and single records wait for each other without a deadlock.
 */
export async function lockStagedLanes(): Promise<void> {
  await db().$executeRaw`
    INSERT INTO lane (application, environment_id)
    SELECT DISTINCT application, environment_id FROM import_row ORDER BY 1, 2
    ${orLockLaneSql}`
  await db().$executeRaw`
    SELECT require_open_environment(id)
    FROM (SELECT DISTINCT environment_id AS id FROM import_row ORDER BY 1) recorded`
}

/** Removes rows that assign the id of an earlier row to another deployment, and returns them as rejected. */
export async function rejectDuplicateIds(): Promise<RejectedRow[]> {
  const rows = await db().$queryRaw<{ line: number }[]>`
    DELETE FROM import_row s
    USING (SELECT id, min(line) AS line FROM import_row WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1) first
    WHERE s.id = first.id AND s.line > first.line RETURNING s.line`
  return rows.map(({ line }) => ({ line, pointer: "/id", detail: "An earlier row uses the same id." }))
}

// Staged records are ordered after all stored records, and among themselves in file order.
const afterAllRecorded = 2n ** 62n

/** Computes the facts of every affected lane from stored and staged records. Returns the number of records. */
export async function computeFacts(): Promise<number> {
  await db().$executeRaw`ANALYZE import_row (id, application, environment_id)`
  await db().$executeRaw`SET LOCAL work_mem = '64MB'`
  await db().$executeRaw`
    CREATE TEMP TABLE import_lane ON COMMIT DROP AS
    SELECT row_number() OVER () AS lane, application, environment_id
    FROM (SELECT application, environment_id FROM import_row UNION SELECT application, environment_id FROM import_moved) l`
  await db().$executeRaw`ANALYZE import_lane`
  const records = Prisma.sql`
    SELECT lane, d.id, d.application, d.environment_id, d.image_tag, d.deployed_at, d.seq,
      ${reachedSql("d")} AS reached
    FROM import_lane JOIN deployment d USING (application, environment_id)
    UNION ALL
    SELECT lane, s.id, s.application, s.environment_id, s.image_tag, s.deployed_at,
      s.line + ${Prisma.raw(String(afterAllRecorded))}::bigint, ${reachedSql("s")}
    FROM import_row s JOIN import_lane USING (application, environment_id)`
  const facts = await db()
    .$executeRaw`CREATE TEMP TABLE import_fact ON COMMIT DROP AS ${laneFactsSql(records)}`
  await db().$executeRaw`ANALYZE import_fact (id)`
  return facts
}

/** Inserts each staged record once, with its facts, in file order. Returns their number. */
export async function insertStagedRecords(): Promise<number> {
  return db().$executeRaw`
    INSERT INTO deployment (${columnList()}, previous_image_tag, is_rollback, is_first_arrival, undone_by_rollback)
    SELECT ${columnList("s.")}, f.previous_image_tag, f.is_rollback, f.is_first_arrival, f.undone_by_rollback
    FROM import_row s JOIN import_fact f ON f.id = s.id
    ORDER BY s.line`
}

export const recomputeKnownRecords = () =>
  updateFacts(Prisma.sql`(
    SELECT * FROM import_fact f WHERE NOT EXISTS (SELECT 1 FROM import_row s WHERE s.id = f.id))`)

/** Stores when each image tag first reached any environment. */
export async function noteStagedVersions(): Promise<void> {
  await db().$executeRaw`
    INSERT INTO image_version (application, image_tag, first_reached_at)
    SELECT application, image_tag, min(deployed_at) FROM import_row s
    WHERE ${reachedSql("s")}
    GROUP BY application, image_tag ORDER BY application, image_tag
    ON CONFLICT (application, image_tag) DO UPDATE SET first_reached_at = EXCLUDED.first_reached_at
    WHERE EXCLUDED.first_reached_at < image_version.first_reached_at`
  await noteMovedVersions()
}

/** A moved record may have been the first of its tag. */
async function noteMovedVersions(): Promise<void> {
  await db().$executeRaw`
    INSERT INTO image_version (application, image_tag, first_reached_at)
    SELECT d.application, d.image_tag, min(d.deployed_at)
    FROM (SELECT DISTINCT k.application, k.image_tag FROM import_moved m JOIN deployment k USING (id)) moved
    JOIN deployment d USING (application, image_tag)
    WHERE ${reachedSql("d")}
    GROUP BY d.application, d.image_tag ORDER BY d.application, d.image_tag
    ON CONFLICT (application, image_tag) DO UPDATE SET first_reached_at = EXCLUDED.first_reached_at`
}
