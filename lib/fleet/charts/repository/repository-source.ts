import type { Known } from "../last-known"
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
  /** What this machine keeps of the list as it was read last, without asking the repository. */
  recall?: (repository: RepositorySource) => Promise<Known<Listing> | null>
  /** The versions of one chart, newest first; some repositories support this but no listing. */
  versionsOf: (repository: RepositorySource, name: string) => Promise<readonly ListedVersion[]>
  /** The digest of the archive without fetching it, if the repository publishes it. */
  digestOf: (repository: RepositorySource, version: ListedVersion) => Promise<string | null>
  fetchArchive: (repository: RepositorySource, version: ListedVersion) => Promise<Buffer>
}

/** Must only be sent to the origin of the repository. */
export function basicAuthorization({ username, password }: RepositorySource): string | null {
  if (username === null && password === null) return null
  return `Basic ${Buffer.from(`${username ?? ""}:${password ?? ""}`).toString("base64")}`
}
