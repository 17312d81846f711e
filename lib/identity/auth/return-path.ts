/** Where to go after signing in: a page of the console at `origin`, or its front page when asked for anything else. */
export function returnPath(asked: string | undefined, origin: string): string {
  if (asked === undefined || !/^(\/|https?:)/.test(asked) || !URL.canParse(asked, origin)) return "/"
  const url = new URL(asked, origin)
  if (url.origin !== new URL(origin).origin || /^\/(\/|(sign-in|api)(\/|$))/.test(url.pathname)) return "/"
  return url.pathname + url.search + url.hash
}
