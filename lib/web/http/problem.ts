import { databaseFailure, isOutcomeUnknown } from "@/lib/platform/db/database-errors"
import type { ErrorCode } from "@/lib/platform/error-codes"
import { DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { problemStatus } from "./problem-status"

const retryAfterSeconds = 2

/** Turns whatever was thrown into a DomainError; an unexpected error is logged and tells the caller nothing. */
function toDomainError(thrown: unknown, { requestId, isWrite }: ProblemContext): DomainError | null {
  if (thrown instanceof DomainError) return thrown
  const failure = databaseFailure(thrown)
  if (failure !== null) {
    log.warn({ requestId, err: thrown }, `database ${failure}`)
    return databaseProblem(failure, isWrite === true && isOutcomeUnknown(thrown))
  }
  log.error({ requestId, err: thrown }, "A request failed in a way nobody foresaw")
  return null
}

function databaseProblem(failure: "overloaded" | "unavailable", isUnknown: boolean): DomainError {
  if (failure === "overloaded") {
    const detail = "Too many requests wait for the database. Nothing was changed; retry after Retry-After."
    return new DomainError("unavailable", detail, { code: "overloaded", retryAfterSeconds })
  }
  const detail = isUnknown
    ? "The connection to the database was lost. It is not known whether the change was made; retry with the same Idempotency-Key."
    : "The database cannot be reached. Nothing was changed; retry after Retry-After."
  return new DomainError("unavailable", detail, { code: "database_away", retryAfterSeconds })
}

/** `isWrite`: the request may have changed something. */
type ProblemContext = { instance: string; requestId: string; isWrite?: boolean }

/** The RFC 9457 answer to an error. */
export function problemResponse(thrown: unknown, request: ProblemContext): Response {
  const error = toDomainError(thrown, request)
  const { status, title } =
    error === null ? { status: 500, title: "Internal error" } : problemStatus[error.kind]
  const code: ErrorCode = error === null ? "internal" : (error.details.code ?? error.kind)
  const headers = new Headers({ "content-type": "application/problem+json" })
  if (error?.details.retryAfterSeconds !== undefined)
    headers.set("retry-after", String(error.details.retryAfterSeconds))
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="slipway"')
  const allow = error?.details.extra?.allow
  if (status === 405 && Array.isArray(allow)) headers.set("allow", allow.join(", "))
  const body = {
    type: `/api/docs/errors#${code}`,
    title,
    status,
    detail:
      error?.message ??
      `Something went wrong inside Slipway. Tell an admin the request id ${request.requestId}.`,
    instance: request.instance,
    code,
    requestId: request.requestId,
    ...(error?.details.errors ? { errors: error.details.errors } : {}),
    ...error?.details.extra,
  }
  return new Response(JSON.stringify(body), { status, headers })
}
