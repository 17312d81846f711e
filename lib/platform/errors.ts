import type { ErrorCode } from "./error-codes"

/** The kinds of errors. lib/web/http/problem-status.ts maps each kind to its HTTP status. */
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

type ErrorDetails = {
  /** A stable identifier for programs; defaults to the kind. */
  code?: ErrorCode
  errors?: FieldError[]
  /** Additional members of the problem document, such as the conflicting records. */
  extra?: Record<string, unknown>
  retryAfterSeconds?: number
}

export class DomainError extends Error {
  readonly kind: ErrorKind
  readonly details: ErrorDetails

  /** Compares by name, because Next.js bundles pages and routes separately, each with a copy of this class. */
  static override [Symbol.hasInstance](value: unknown): value is DomainError {
    return value instanceof Error && value.name === "DomainError"
  }

  constructor(kind: ErrorKind, message: string, details: ErrorDetails | ErrorCode = {}) {
    super(message)
    this.name = "DomainError"
    this.kind = kind
    this.details = typeof details === "string" ? { code: details } : details
  }
}

/** A 422 about one field. */
export function invalid(pointer: string, message: string, code?: ErrorCode): DomainError {
  return new DomainError("invalid", message, { code, errors: [{ pointer, message }] })
}

export function conflict(message: string, code?: ErrorCode, extra?: Record<string, unknown>): DomainError {
  return new DomainError("conflict", message, { code, extra })
}

export function notFound(message: string): DomainError {
  return new DomainError("not_found", message)
}

export function methodNotAllowed(method: string, allow: readonly string[]): DomainError {
  const message = `${method} is not supported here. Supported: ${allow.join(", ")}.`
  return new DomainError("method_not_allowed", message, { extra: { allow } })
}

export function unavailable(message: string, retryAfterSeconds: number, code?: ErrorCode): DomainError {
  return new DomainError("unavailable", message, { code, retryAfterSeconds })
}

/** How many errors a response lists: more do not help the reader and only make the response larger. */
export const maxErrors = 50
