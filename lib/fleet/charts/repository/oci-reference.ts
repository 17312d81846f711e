/** A location in a registry: `oci://host/path` is either one chart or a prefix of several. */
export type OciLocation = { host: string; path: string }

/** The allowed names of repositories in a registry. */
const pathPattern = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/

/** Null: not a valid oci:// address. */
export function parseOci(url: string): OciLocation | null {
  const [, host = "", path = ""] = /^oci:\/\/([^/]+)\/(.+?)\/*$/.exec(url) ?? []
  if (!URL.canParse(`https://${host}/`) || new URL(`https://${host}/`).host !== host) return null
  return pathPattern.test(path) ? { host: host === "docker.io" ? "registry-1.docker.io" : host, path } : null
}

/** A tag cannot contain the plus of build metadata; like Helm, an underscore is used. */
export const tagOf = (version: string): string => version.replaceAll("+", "_")
export const versionOfTag = (tag: string): string => tag.replaceAll("_", "+")

export const lastOf = (path: string): string => path.split("/").at(-1) ?? path

export type Challenge = { realm: URL; service: string | null; scope: string | null }

/** Parses the challenge of a registry that requires a token; null: it requires something else. */
export function parseChallenge(header: string | undefined): Challenge | null {
  if (header === undefined || !/^Bearer\s/i.test(header)) return null
  const parameters = new Map(
    [...header.matchAll(/\b(\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [
      name.toLowerCase(),
      value,
    ]),
  )
  const realm = parameters.get("realm")
  if (realm === undefined || !URL.canParse(realm)) return null
  return {
    realm: new URL(realm),
    service: parameters.get("service") ?? null,
    scope: parameters.get("scope") ?? null,
  }
}

/** Registries whose token service is on a different host of the same operator. */
const tokenHosts: Record<string, string> = {
  "registry-1.docker.io": "auth.docker.io",
  "registry.gitlab.com": "gitlab.com",
}

/** A registry names its token service: credentials are sent only to itself, its known other host, or an allowed host. */
export function mayHaveCredentials(registry: string, realm: URL, isAllowed: (host: URL) => boolean): boolean {
  return realm.host === registry || tokenHosts[registry] === realm.host || isAllowed(realm)
}
