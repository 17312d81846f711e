import { DomainError } from "@/lib/platform/errors"
import { OutsideError } from "@/lib/platform/outbound/external-error"

/** A repository that answers what it should not; the message is a sentence. */
export class RepositoryProblem extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = "RepositoryProblem"
  }
}

/** The words for whoever asked for a chart. Other errors stay as they are. */
export function toDomainError(error: unknown, repository: string): unknown {
  if (error instanceof OutsideError && error.kind === "refused") {
    return new DomainError("conflict", `The repository ${repository} may not be asked: ${error.message}`, {
      code: "address_not_allowed",
    })
  }
  if (error instanceof OutsideError || error instanceof RepositoryProblem) {
    return new DomainError("unavailable", `The repository ${repository}: ${error.message}`, {
      code: "repository_unavailable",
      retryAfterSeconds: 30,
    })
  }
  return error
}
