/** Names the method of a request that reaches a route as PUT because the framework has no handler for its own method. */
export const originalMethodHeader = "x-slipway-method"

const pages = new Set(["/api/docs", "/api/docs/errors"])

/** Whether the error contract of the API holds for this canonical path; the reference under /api/docs is made of pages. */
export function isApiPath(path: string): boolean {
  return (path === "/api" || path.startsWith("/api/")) && !pages.has(path)
}
