import { v7 as uuidv7 } from "uuid"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import { RowChecker } from "@/lib/ledger/deployments/import/check-row"
import { findRepeatedRows, mergeRepeatedRows } from "@/lib/ledger/deployments/import/merge-repeated-rows"
import { readCsv } from "@/lib/ledger/deployments/import/read-csv"
import { type RawRow, readNdjson } from "@/lib/ledger/deployments/import/read-ndjson"
import type { RejectedRows } from "@/lib/ledger/deployments/import/rejected-rows"
import type { ImportCounts } from "@/lib/ledger/deployments/import/schema"
import {
  computeFacts,
  createStagingTables,
  insertStagedRecords,
  lockStagedLanes,
  noteStagedVersions,
  recomputeKnownRecords,
  rejectDuplicateIds,
  rowsText,
  stageRows,
} from "@/lib/ledger/deployments/import/staging"
import { retryIfArchived } from "@/lib/ledger/environments/resolve-environment"
import { bulkTimeout, transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { FairQueue } from "@/lib/platform/threads/fair-queue"

export const importFormats = ["application/x-ndjson", "text/csv"] as const
type ImportFormat = (typeof importFormats)[number]

/** A file of rows, which can be read more than once. */
export type ImportFile = {
  format: ImportFormat
  chunks: () => AsyncIterable<Uint8Array>
  allowBefore2000?: boolean
}

const readers: Record<ImportFormat, (chunks: AsyncIterable<Uint8Array>) => AsyncGenerator<RawRow[]>> = {
  "application/x-ndjson": readNdjson,
  "text/csv": readCsv,
}
const maxRows = 1_000_000
/** Each COPY costs three round trips. */
const charactersOfOneCopy = 400_000

/** Each import holds a connection and keeps PostgreSQL busy; imports of one caller run sequentially. */
const imports = new FairQueue({ running: 2, runningOfOwner: 1, waitingOfOwner: 100 })

/**
 * Imports the rows of a file in one transaction, under the same rules as single records. At most two run at a time. Rejected rows go to `refused`
 * and do not stop the import. Memory use does not grow with the file: rows are staged in a temporary table and merged
 * into the ledger by a few statements at the end, which are the only ones to lock lanes.
 */
export function importDeployments(
  actor: Actor,
  file: ImportFile,
  rejected: RejectedRows,
): Promise<ImportCounts> {
  return imports.run(sourceOf(actor), () => retryIfArchived(() => importOnce(actor, file, rejected)))
}

function importOnce(actor: Actor, file: ImportFile, rejected: RejectedRows): Promise<ImportCounts> {
  return transaction(
    async () => {
      const now = new Date()
      await rejected.clear()
      await createStagingTables()
      const received = await stageFile(actor, file, rejected, now)
      await lockStagedLanes()
      const repeatedCount = await findRepeatedRows(sourceOf(actor))
      const updated = repeatedCount === 0 ? 0 : await mergeRepeatedRows(actor, rejected, now)
      await rejected.add(await rejectDuplicateIds())
      const facts = await computeFacts()
      const recorded = await insertStagedRecords()
      if (facts > recorded) await recomputeKnownRecords()
      await noteStagedVersions()
      await rejected.flush()
      const counts = { received, recorded, updated, refused: rejected.count }
      if (recorded + updated > 0) await recordImport(actor, file.format, counts)
      return counts
    },
    { timeout: bulkTimeout },
  )
}

/** Checks rows while the database inserts the previous ones. */
async function stageFile(actor: Actor, file: ImportFile, rejected: RejectedRows, now: Date): Promise<number> {
  const checker = new RowChecker(actor, now, file.allowBefore2000 ?? false)
  let received = 0
  let text = ""
  let staging = Promise.resolve()
  const stage = async () => {
    await staging
    staging = stageRows(text)
    // A rejection is handled where the promise is awaited.
    staging.catch(() => undefined)
    text = ""
  }
  for await (const rows of readers[file.format](file.chunks())) {
    received += rows.length
    if (received > maxRows)
      throw new DomainError("too_large", "An import accepts at most 1,000,000 rows. Split the file.")
    const batch = await checker.checkAll(rows)
    await rejected.add(batch.refused)
    text += rowsText(batch.rows)
    if (text.length >= charactersOfOneCopy) await stage()
  }
  await stage()
  await staging
  return received
}

async function recordImport(actor: Actor, format: ImportFormat, counts: ImportCounts): Promise<void> {
  const importId = uuidv7()
  await appendAudit(actor, "deployment.imported", importId, { format, ...counts }, "import")
  await publishEvent("ledger.imported", importId)
}
