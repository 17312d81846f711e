import { isIPv6 } from "node:net"
import { trustedProxies } from "@/lib/platform/env"

const maxAddress = 64

/**
 * Where a request came from. The last entry of X-Forwarded-For is the other end of the connection, which the web process
 * adds itself; before it each trusted proxy has added the end of its own. What stands further left, a client can invent.
 * For the audit log and the sign-in limit, never for a decision on access.
 */
export function clientAddress(headers: Headers): string | null {
  const entries = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
  const found = entries.at(-1 - trustedProxies()) ?? entries.at(-1)
  return found === undefined ? null : found.replace(/^::ffff:(?=\d+\.)/, "").slice(0, maxAddress)
}

/** What counts as one place: an IPv4 address, or the /64 that one IPv6 subscriber has to himself. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = "", tail] = address.split("::")
  const front = head.split(":").filter(Boolean)
  const back = tail === undefined ? [] : tail.split(":").filter(Boolean)
  const missing = tail === undefined ? 0 : 8 - front.length - back.length
  const groups = [...front, ...Array.from({ length: missing }, () => "0"), ...back]
  const prefix = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${prefix.join(":")}::/64`
}
