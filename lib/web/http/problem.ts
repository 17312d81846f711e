import { databaseFailure, isForeignKeyViolation, isOutcomeUnknown } from "@/lib/platform/db/database-errors"
import { type ErrorCode, errorCodes } from "@/lib/platform/error-codes"
import { conflict, DomainError, type FieldError, unavailable } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { problemStatus } from "./problem-status"

const retryAfterSeconds = 2

/** Converts a thrown value into a DomainError. Null for an unexpected error, which is logged but not returned. */
function toDomainError(thrown: unknown, { requestId, isWrite }: ProblemContext): DomainError | null {
  if (thrown instanceof DomainError) return thrown
  const failure = databaseFailure(thrown)
  if (failure !== null) {
    log.warn({ requestId, err: thrown }, `database ${failure}`)
    return databaseProblem(failure, isWrite === true && isOutcomeUnknown(thrown))
  }
  if (isForeignKeyViolation(thrown)) {
    log.warn({ requestId, err: thrown }, "request refers to something that was removed")
    return conflict(
      "Something that this request refers to was removed at the same time. Read it again and retry.",
    )
  }
  log.error({ requestId, err: thrown }, "request failed with an unexpected error")
  return null
}

function databaseProblem(failure: "overloaded" | "unavailable", isUnknown: boolean): DomainError {
  if (failure === "overloaded") return unavailable(errorCodes.overloaded, retryAfterSeconds, "overloaded")
  const detail = isUnknown
    ? "The connection to the database was lost, and the change may have been made. Retry with the same Idempotency-Key."
    : "The database is unavailable. Nothing was changed; retry after Retry-After."
  return unavailable(detail, retryAfterSeconds, "database_unavailable")
}

/** `isWrite`: the request may have changed something. */
type ProblemContext = { instance: string; requestId: string; isWrite?: boolean }

/** An error as RFC 9457 problem details, with the headers of its response. */
export type Problem = {
  status: number
  headers: Headers
  body: { code: string; detail: string; errors?: readonly FieldError[] }
}

export function problemResponse(thrown: unknown, request: ProblemContext): Response {
  return responseOf(problemOf(thrown, request))
}

export function responseOf({ status, headers, body }: Problem): Response {
  return textResponse(JSON.stringify(body), { status, headers })
}

export function problemOf(thrown: unknown, request: ProblemContext): Problem {
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
      error?.message ?? `An unexpected error occurred. Give the request id ${request.requestId} to an admin.`,
    instance: request.instance,
    code,
    requestId: request.requestId,
    ...(error?.details.errors ? { errors: error.details.errors } : {}),
    ...error?.details.extra,
  }
  return { status, headers, body }
}

const texts = new WeakMap<Response, string>()

/** A response that keeps its text in addition to its stream. */
export function textResponse(text: string, init: ResponseInit): Response {
  const response = new Response(text, init)
  texts.set(response, text)
  return response
}

/** The text of such a response, which is cheaper than reading its stream. */
export const responseText = (response: Response) => texts.get(response)
