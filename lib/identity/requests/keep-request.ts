import { type CopyValue, copyRows, copyText } from "@/lib/platform/db/copy-rows"
import { db, outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { processMetrics } from "@/lib/platform/metrics/process-metrics"
import { retention } from "@/lib/platform/retention"
import { describeRequest, type Exchange } from "./describe-request"
import { RefusalLimit } from "./refusal-limit"
import { RequestBuffer, type WrittenRequest } from "./request-buffer"
import { refusalLimit, requestBuffer } from "./request-state"

/**
 * Keeps a request for the request inspector: one by a token, or one that was refused although it had an Authorization header.
 * Returns at once; the row is written later. Requests of browsers are not kept.
 */
export function keepRequest(exchange: Exchange): void {
  if (retention.requestMs() === 0) return
  const buffer = requestBuffer.get(
    () =>
      new RequestBuffer(
        // The request that was just answered may still hold a transaction.
        (rows) => outsideTransaction(() => writeRequests(rows)),
        (outcome, count) => processMetrics().keptRequests.inc({ outcome }, count),
      ),
  )
  const refusals = refusalLimit.get(() => new RefusalLimit())
  if (exchange.status >= 400 && refusals.isExceeded(exchange)) buffer.drop(1)
  else buffer.push(describeRequest(exchange))
}

const columns: Record<string, (row: WrittenRequest) => CopyValue> = {
  id: (row) => row.id,
  at: (row) => row.at,
  token_id: (row) => row.tokenId,
  token_name: (row) => row.tokenName,
  address: (row) => row.address,
  method: (row) => row.method,
  route: (row) => row.route,
  path: (row) => row.path,
  status: (row) => row.status,
  outcome: (row) => row.outcome,
  code: (row) => row.code,
  detail: (row) => row.detail,
  errors: (row) => row.errors,
  duration_ms: (row) => row.durationMs,
  request_id: (row) => row.requestId,
  asked: (row) => row.sent,
  omitted: (row) => row.omitted,
  counts: (row) => row.counts,
  application: (row) => row.application,
  environment: (row) => row.environment,
  image_tag: (row) => row.imageTag,
  git_commit: (row) => row.gitCommit,
  run_url: (row) => row.runUrl,
  record_type: (row) => row.recordType,
  record_id: (row) => row.recordId,
  operation_id: (row) => row.operationId,
  dropped_before: (row) => row.droppedBefore,
}
const names = Object.keys(columns)
const values = Object.values(columns)

/** Writes the rows in one statement. */
export async function writeRequests(rows: readonly WrittenRequest[]): Promise<void> {
  const named = await nameTokens(rows)
  await transaction(() =>
    copyRows("received_request", names, copyText(named.map((row) => values.map((value) => value(row))))),
  )
}

/** Adds the tokens that have expired or were revoked. */
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
