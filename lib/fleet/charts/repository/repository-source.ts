import type { Cached } from "@/lib/fleet/charts/last-good-value"
import { conflict, unavailable } from "@/lib/platform/errors"
import { ExternalError } from "@/lib/platform/outbound/check-address"
import type { ExternalResponse } from "@/lib/platform/outbound/fetch-external"
import type { RepositoryKind } from "../schema"
import type { ListedVersion, Listing } from "./listing"

/** A repository as its readers need it. `password` is in plain text: never log or return it. */
export type RepositorySource = {
  id: string
  name: string
  kind: RepositoryKind
  /** An https address, an oci:// address, or the absolute path of a folder. */
  url: string
  username: string | null
  password: string | null
}

export type RepositoryReader = {
  list: (repository: RepositorySource) => Promise<Listing>
  /** The last listing stored on this machine, without a request to the repository. */
  recall?: (repository: RepositorySource) => Promise<Cached<Listing> | null>
  /**
   * The versions of one chart, newest first; some repositories support this but no listing. The repository is read
   * again if the known listing lacks the chart or this version.
   */
  versionsOf: (
    repository: RepositorySource,
    name: string,
    version?: string,
  ) => Promise<readonly ListedVersion[]>
  /** The digest of the archive without fetching it, if the repository publishes it. */
  digestOf: (repository: RepositorySource, version: ListedVersion) => Promise<string | null>
  fetchArchive: (repository: RepositorySource, version: ListedVersion) => Promise<Buffer>
}

/** Must only be sent to the origin of the repository. */
export function basicAuthorization({ username, password }: RepositorySource): string | null {
  if (username === null && password === null) return null
  return `Basic ${Buffer.from(`${username ?? ""}:${password ?? ""}`).toString("base64")}`
}

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
    return conflict(
      `Requests to the repository ${repository} are not allowed: ${error.message}`,
      "address_not_allowed",
    )
  }
  if (error instanceof ExternalError || error instanceof RepositoryProblem) {
    return unavailable(`The repository ${repository}: ${error.message}`, 30, "repository_unavailable")
  }
  return error
}

const causes: Record<number, (url: URL) => string> = {
  401: () => "wrong credentials (401)",
  403: () => "access denied (403)",
  404: (url) => `${url.pathname} not found (404)`,
}

/** Throws unless a repository responded with 200, with a message that names the cause. */
export function requireSuccess(response: ExternalResponse): ExternalResponse {
  const { status, url } = response
  if (status === 200) return response
  const cause = causes[status]?.(url) ?? `status ${status}`
  throw new RepositoryProblem(`The request to ${url.host} failed: ${cause}.`)
}
