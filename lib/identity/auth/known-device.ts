import { createHmac, randomUUID, timingSafeEqual } from "node:crypto"
import { keyFor, keysFor, publicUrl } from "@/lib/platform/env"

export const deviceCookieName = "slipway-device"
const maxAgeSeconds = 180 * 24 * 3600

/**
 * Marks a browser that has signed in to this account. Failures elsewhere do not lock it out, and its own failures have a
 * separate limit. The cookie alone does not authenticate.
 */
export function deviceCookie(account: string): string {
  const device = randomUUID()
  const issuedAt = Math.floor(Date.now() / 1000)
  const value = [device, issuedAt, signature(account, device, issuedAt, keyFor("known-device"))].join(".")
  const secure = publicUrl().startsWith("https:") ? "; Secure" : ""
  return `${deviceCookieName}=${value}; Max-Age=${maxAgeSeconds}; Path=/api/auth; HttpOnly; SameSite=Lax${secure}`
}

/** The id of the device, or null when the cookie is missing, forged, expired or for another account. */
export function knownDevice(cookie: string | undefined, account: string): string | null {
  const [device = "", issuedAt = "", sentSignature = ""] = cookie?.split(".") ?? []
  const age = Date.now() / 1000 - Number(issuedAt)
  if (!(age < maxAgeSeconds)) return null
  const isGenuine = keysFor("known-device").some((key) =>
    isSame(sentSignature, signature(account, device, Number(issuedAt), key)),
  )
  return isGenuine ? device : null
}

function signature(account: string, device: string, issuedAt: number, key: Buffer): string {
  return createHmac("sha256", key)
    .update(JSON.stringify([account, device, issuedAt]))
    .digest("base64url")
}

function isSame(actual: string, expected: string): boolean {
  return actual.length === expected.length && timingSafeEqual(Buffer.from(actual), Buffer.from(expected))
}
