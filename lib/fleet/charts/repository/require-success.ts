import { RepositoryProblem } from "./repository-problem"

/** Throws unless a repository answered 200, in words that say what to look at. */
export function requireSuccess(status: number, url: URL): void {
  if (status === 200) return
  const words: Record<number, string> = {
    401: "it wants other credentials (401)",
    403: "it refuses these credentials (403)",
    404: `there is nothing at ${url.pathname} (404)`,
  }
  throw new RepositoryProblem(`${url.host} cannot be used: ${words[status] ?? `it answers ${status}`}.`)
}
