/** Sent with every response; proxy.ts sets the Content-Security-Policy of pages, which needs a nonce. */
export const securityHeaders = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}

/** API responses are data: they load nothing and must not be framed. */
export const apiHeaders = {
  ...securityHeaders,
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}

export const strictTransportSecurity = "max-age=31536000; includeSubDomains"
