import { RepositoryProblem } from "./repository-problem"

/** Throws unless a repository responded with 200, with a message that names the cause. */
export function requireSuccess(status: number, url: URL): void {
  if (status === 200) return
  const words: Record<number, string> = {
    401: "wrong credentials (401)",
    403: "access denied (403)",
    404: `${url.pathname} not found (404)`,
  }
  throw new RepositoryProblem(`The request to ${url.host} failed: ${words[status] ?? `status ${status}`}.`)
}
