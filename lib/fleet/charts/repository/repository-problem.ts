import { DomainError } from "@/lib/platform/errors"
import { OutsideError } from "@/lib/platform/outbound/external-error"

/** A repository that responded with an error or invalid content; the message is a sentence. */
export class RepositoryProblem extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = "RepositoryProblem"
  }
}

/** The error for the caller that requested a chart. Other errors are returned unchanged. */
export function toDomainError(error: unknown, repository: string): unknown {
  if (error instanceof OutsideError && error.kind === "refused") {
    return new DomainError(
      "conflict",
      `Requests to the repository ${repository} are not allowed: ${error.message}`,
      {
        code: "address_not_allowed",
      },
    )
  }
  if (error instanceof OutsideError || error instanceof RepositoryProblem) {
    return new DomainError("unavailable", `The repository ${repository}: ${error.message}`, {
      code: "repository_unavailable",
      retryAfterSeconds: 30,
    })
  }
  return error
}
