import type { ErrorCode } from "./error-codes"

/** What can go wrong, in the product's words. lib/web/http/problem.ts alone knows which status number each kind has. */
export type ErrorKind =
  | "malformed"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "method_not_allowed"
  | "request_timeout"
  | "conflict"
  | "precondition_failed"
  | "precondition_required"
  | "too_large"
  | "unsupported_media_type"
  | "expectation_failed"
  | "invalid"
  | "too_many_requests"
  | "headers_too_large"
  | "unavailable"

/** `pointer` is an RFC 6901 JSON pointer into the body, or `/name` of a query parameter. */
export type FieldError = { pointer: string; message: string }

export type ErrorDetails = {
  /** A stable word for programs; default: the kind. */
  code?: ErrorCode
  errors?: FieldError[]
  /** Further members of the problem document, such as the records in conflict. */
  extra?: Record<string, unknown>
  retryAfterSeconds?: number
}

export class DomainError extends Error {
  readonly kind: ErrorKind
  readonly details: ErrorDetails

  constructor(kind: ErrorKind, sentence: string, details: ErrorDetails = {}) {
    super(sentence)
    this.name = "DomainError"
    this.kind = kind
    this.details = details
  }
}

/** A 422 about one field. */
export function invalid(pointer: string, message: string, code?: ErrorCode): DomainError {
  return new DomainError("invalid", message, { code, errors: [{ pointer, message }] })
}
