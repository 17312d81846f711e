import type { ErrorKind } from "@/lib/platform/errors"

/** The HTTP status and title of each error kind, defined only here. */
export const problemStatus: Record<ErrorKind, { status: number; title: string }> = {
  malformed: { status: 400, title: "Bad request" },
  unauthenticated: { status: 401, title: "Unauthorized" },
  forbidden: { status: 403, title: "Forbidden" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  request_timeout: { status: 408, title: "Request timeout" },
  conflict: { status: 409, title: "Conflict" },
  precondition_failed: { status: 412, title: "Precondition failed" },
  too_large: { status: 413, title: "Content too large" },
  unsupported_media_type: { status: 415, title: "Unsupported media type" },
  expectation_failed: { status: 417, title: "Expectation failed" },
  invalid: { status: 422, title: "Validation failed" },
  precondition_required: { status: 428, title: "Precondition required" },
  too_many_requests: { status: 429, title: "Too many requests" },
  headers_too_large: { status: 431, title: "Request header fields too large" },
  unavailable: { status: 503, title: "Service unavailable" },
}
