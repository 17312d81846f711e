/** Carries the original method of a request that is passed to a route as PUT, because Next.js cannot route its method. */
export const originalMethodHeader = "x-slipway-method"

const pages = new Set(["/api/docs", "/api/docs/errors"])

/** Whether this canonical path returns API errors (problem+json); the reference under /api/docs consists of pages. */
export function isApiPath(path: string): boolean {
  return (path === "/api" || path.startsWith("/api/")) && !pages.has(path)
}
