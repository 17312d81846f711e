import { DomainError } from "@/lib/platform/errors"
import { ExternalError } from "@/lib/platform/outbound/check-address"
import type { ExternalResponse } from "@/lib/platform/outbound/fetch-external"

/** A repository that responded with an error or invalid content; the message is a sentence. */
export class RepositoryProblem extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = "RepositoryProblem"
  }
}

/** The error for the caller that requested a chart. Other errors are returned unchanged. */
export function toDomainError(error: unknown, repository: string): unknown {
  if (error instanceof ExternalError && error.kind === "refused") {
    return new DomainError(
      "conflict",
      `Requests to the repository ${repository} are not allowed: ${error.message}`,
      "address_not_allowed",
    )
  }
  if (error instanceof ExternalError || error instanceof RepositoryProblem) {
    return new DomainError("unavailable", `The repository ${repository}: ${error.message}`, {
      code: "repository_unavailable",
      retryAfterSeconds: 30,
    })
  }
  return error
}

const causes: Record<number, (url: URL) => string> = {
  401: () => "wrong credentials (401)",
  403: () => "access denied (403)",
  404: (url) => `${url.pathname} not found (404)`,
}

/** Throws unless a repository responded with 200, with a message that names the cause. */
export function requireSuccess(answer: ExternalResponse): ExternalResponse {
  const { status, url } = answer
  if (status === 200) return answer
  const cause = causes[status]?.(url) ?? `status ${status}`
  throw new RepositoryProblem(`The request to ${url.host} failed: ${cause}.`)
}
