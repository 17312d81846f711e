/**
 * The policy of every page: scripts only with this request's nonce (and the scripts they load), no framing, no other
 * origins. Inline styles are allowed, because charts and floating layers are positioned by style attributes.
 */
export function contentSecurityPolicy(input: {
  nonce: string
  development: boolean
  secure: boolean
}): string {
  const directives = [
    "default-src 'self'",
    // React's development build reconstructs server stack traces with eval; the production build does not.
    `script-src 'self' 'nonce-${input.nonce}' 'strict-dynamic'${input.development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${input.development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  if (input.secure) directives.push("upgrade-insecure-requests")
  return directives.join("; ")
}
