import type { ErrorKind } from "@/lib/errors"

/** The one place that knows status numbers. */
export const problemStatus: Record<ErrorKind, { status: number; title: string }> = {
  malformed: { status: 400, title: "The request cannot be read" },
  unauthenticated: { status: 401, title: "Who is asking?" },
  forbidden: { status: 403, title: "Not allowed" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "This method is not offered here" },
  request_timeout: { status: 408, title: "Request timeout" },
  conflict: { status: 409, title: "In conflict with the present state" },
  precondition_failed: { status: 412, title: "Changed in the meantime" },
  too_large: { status: 413, title: "Too large" },
  unsupported_media_type: { status: 415, title: "This content type is not understood" },
  expectation_failed: { status: 417, title: "Expectation failed" },
  invalid: { status: 422, title: "Some of what was sent cannot be accepted" },
  precondition_required: { status: 428, title: "A precondition is required" },
  too_many_requests: { status: 429, title: "Too many requests" },
  headers_too_large: { status: 431, title: "Request headers too large" },
  unavailable: { status: 503, title: "Not available right now" },
}
