/** The same on every answer; pages get their Content-Security-Policy, which needs a nonce, in proxy.ts. */
export const securityHeaders = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}

/** An answer of the API is data: it loads nothing and nothing frames it. */
export const apiHeaders = {
  ...securityHeaders,
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}

export const strictTransportSecurity = "max-age=31536000; includeSubDomains"
