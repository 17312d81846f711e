/**
 * The policy of every page: scripts only with this request's nonce (and what those load), nothing framed, nothing from
 * elsewhere. Styles may be inline, because graphs and floating layers are positioned by style attributes.
 */
export function contentSecurityPolicy(input: {
  nonce: string
  development: boolean
  secure: boolean
}): string {
  const directives = [
    "default-src 'self'",
    // React's development build rebuilds server stacks with eval; production never does.
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
