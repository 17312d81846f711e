/**
 * The path and query of a request target in canonical form, or null when its percent-encoding is invalid or not UTF-8.
 * Repeated and trailing slashes, dot segments and needless percent-encoding name the same resource, so that a base URL
 * with a trailing slash works without a redirect, which clients do not follow for a POST.
 */
export function canonicalTarget(target: string): { path: string; query: string } | null {
  const [withoutFragment = ""] = target.replace(/^https?:\/\/[^/?#]*/i, "").split("#", 1)
  const queryAt = withoutFragment.indexOf("?")
  const path = queryAt < 0 ? withoutFragment : withoutFragment.slice(0, queryAt)
  if (!(path === "" || path.startsWith("/")) || !isDecodable(path)) return null
  const slashes = `/${path.replace(unreserved, decodeURIComponent)}`.replace(/[/\\]+/g, "/")
  const { pathname } = new URL(slashes, "http://localhost")
  return {
    path: pathname === "/" ? "/" : pathname.replace(/\/+$/, ""),
    query: queryAt < 0 ? "" : withoutFragment.slice(queryAt),
  }
}

/** RFC 3986, section 2.3: these are equivalent with and without percent-encoding. */
const unreserved = /%(?:2[DE]|3\d|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])/gi

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
