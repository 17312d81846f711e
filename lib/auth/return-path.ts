const here = "http://slipway.invalid"

/** Where to go after signing in: a page of this console, or its front page when asked for anything else. */
export function returnPath(asked: string | undefined): string {
  if (asked === undefined || !asked.startsWith("/") || !URL.canParse(asked, here)) return "/"
  const url = new URL(asked, here)
  if (url.origin !== here || /^\/(sign-in|api)(\/|$)/.test(url.pathname)) return "/"
  return url.pathname + url.search + url.hash
}
