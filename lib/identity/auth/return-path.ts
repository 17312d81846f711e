/** The path to open after sign-in: the requested page if it belongs to the console at `origin`, else the front page. */
export function returnPath(requested: string | undefined, origin: string): string {
  if (requested === undefined || !/^(\/|https?:)/.test(requested) || !URL.canParse(requested, origin))
    return "/"
  const url = new URL(requested, origin)
  if (url.origin !== new URL(origin).origin || /^\/(\/|(sign-in|api)(\/|$))/.test(url.pathname)) return "/"
  return url.pathname + url.search + url.hash
}
