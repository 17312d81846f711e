import { columnOf, copyRows, copyText } from "@/lib/platform/db/copy-rows"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { requestDays } from "@/lib/platform/env"
import { processMetrics } from "@/lib/platform/metrics/process-metrics"
import { describeRequest, type Exchange } from "./describe-request"
import { RejectionLimit } from "./rejection-limit"
import { RequestBuffer, type WrittenRequest } from "./request-buffer"
import { rejectionLimit, requestBuffer } from "./request-state"

/**
 * Keeps a request for the request inspector if it came with a token, or was rejected although it had an Authorization
 * header. Returns immediately; the row is written later. Requests of browsers are not kept.
 */
export function keepRequest(exchange: Exchange): void {
  if (requestDays() === 0) return
  const buffer = requestBuffer.get(
    () =>
      new RequestBuffer(
        // The request that just got its response may still have an open transaction.
        (rows) => outsideTransaction(() => writeRequests(rows)),
        (outcome, count) => processMetrics().keptRequests.inc({ outcome }, count),
      ),
  )
  const rejections = rejectionLimit.get(() => new RejectionLimit())
  if (exchange.status >= 400 && rejections.isExceeded(exchange)) buffer.drop(1)
  else buffer.push(describeRequest(exchange))
}

type Field = Prisma.ReceivedRequestScalarFieldEnum
const isWritten = (field: Field): field is Exclude<Field, `replayed${string}`> =>
  !field.startsWith("replayed")
const fields = Object.values(Prisma.ReceivedRequestScalarFieldEnum).filter(isWritten)
/** The column of `sent` has an earlier name, which the previous version still writes. */
const columns = fields.map((field) => (field === "sent" ? "asked" : columnOf(field)))

/** Writes the rows in one statement. */
async function writeRequests(rows: readonly WrittenRequest[]): Promise<void> {
  const namedRows = await nameTokens(rows)
  await transaction(() =>
    copyRows(
      "received_request",
      columns,
      copyText(namedRows.map((row) => fields.map((field) => row[field]))),
    ),
  )
}

/** Adds the tokens of rejected requests that have expired or were revoked. */
async function nameTokens(rows: readonly WrittenRequest[]): Promise<readonly WrittenRequest[]> {
  const hashes = rows.flatMap(({ tokenHash }) => tokenHash ?? [])
  if (hashes.length === 0) return rows
  const tokens = await db().apiToken.findMany({
    where: { hash: { in: hashes } },
    select: { id: true, name: true, hash: true },
  })
  return rows.map((row) => {
    const { tokenHash } = row
    const token = tokenHash && tokens.find(({ hash }) => Buffer.from(hash).equals(tokenHash))
    return token ? { ...row, tokenId: token.id, tokenName: token.name } : row
  })
}
