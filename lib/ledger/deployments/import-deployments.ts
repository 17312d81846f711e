import { v7 as uuidv7 } from "uuid"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import { retryIfArchived } from "@/lib/ledger/environments/require-open-environment"
import { bulkTimeout, transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { RowChecker } from "./import/check-row"
import { mergeToldAgain } from "./import/merge-repeated-row"
import { readCsv } from "./import/read-csv"
import { type RawRow, readNdjson } from "./import/read-ndjson"
import { findToldAgain } from "./import/read-repeated-rows"
import {
  insertStagedRecords,
  lockStagedLanes,
  noteStagedVersions,
  recomputeKnownRecords,
  takeOffSameIds,
  workOutFacts,
} from "./import/recompute-imported"
import type { RefusedRows } from "./import/refused-rows"
import type { ImportCounts } from "./import/schema"
import { makeStagingTables, stageRows } from "./import/stage-rows"

export const importFormats = ["application/x-ndjson", "text/csv"] as const
export type ImportFormat = (typeof importFormats)[number]

/**
 * A file of rows, which may be read more than once. Each chunk is one statement, whose text Prisma's debug log keeps for a
 * while: 64 KiB keep that small.
 */
export type ImportFile = {
  format: ImportFormat
  chunks: () => AsyncIterable<Uint8Array>
  /** Times before 2000 are real. */
  allowBefore2000?: boolean
}

const readers: Record<ImportFormat, (chunks: AsyncIterable<Uint8Array>) => AsyncGenerator<RawRow[]>> = {
  "application/x-ndjson": readNdjson,
  "text/csv": readCsv,
}
const maxRows = 1_000_000

/**
 * Records the rows of a file by the rules of single records, all in one transaction. Rows that are refused go to
 * `refused` and do not stop the rest. Memory does not grow with the file: rows are put aside in a table of the
 * transaction, and merged into the ledger by a few statements at the end, which alone hold lanes.
 */
export function importDeployments(
  actor: Actor,
  file: ImportFile,
  refused: RefusedRows,
): Promise<ImportCounts> {
  return retryIfArchived(() => importOnce(actor, file, refused))
}

function importOnce(actor: Actor, file: ImportFile, refused: RefusedRows): Promise<ImportCounts> {
  return transaction(
    async () => {
      const now = new Date()
      await refused.clear()
      await makeStagingTables()
      const received = await stageFile(actor, file, refused, now)
      await lockStagedLanes()
      const again = await findToldAgain(sourceOf(actor))
      const updated = again === 0 ? 0 : await mergeToldAgain(actor, refused, now)
      await refused.add(await takeOffSameIds())
      const facts = await workOutFacts()
      const recorded = await insertStagedRecords()
      if (facts > recorded) await recomputeKnownRecords()
      await noteStagedVersions()
      await refused.flush()
      const counts = { received, recorded, updated, refused: refused.count }
      if (recorded + updated > 0) await tell(actor, file.format, counts)
      return counts
    },
    { timeout: bulkTimeout },
  )
}

/** Checks rows while the database takes the ones before. */
async function stageFile(actor: Actor, file: ImportFile, refused: RefusedRows, now: Date): Promise<number> {
  const checker = new RowChecker(actor, now, file.allowBefore2000 ?? false)
  let received = 0
  let staging = Promise.resolve()
  for await (const rows of readers[file.format](file.chunks())) {
    received += rows.length
    if (received > maxRows)
      throw new DomainError("too_large", "An import takes at most 1,000,000 rows. Cut the file.")
    const checked = await checker.checkAll(rows)
    await refused.add(checked.refused)
    await staging
    staging = stageRows(checked.rows)
    // Whether it failed is seen where it is waited for.
    staging.catch(() => undefined)
  }
  await staging
  return received
}

async function tell(actor: Actor, format: ImportFormat, counts: ImportCounts): Promise<void> {
  const importId = uuidv7()
  await appendAudit(actor, {
    action: "deployment.imported",
    subjectType: "import",
    subjectId: importId,
    detail: { format, ...counts },
  })
  await publishEvent({ type: "ledger.imported", importId })
}
