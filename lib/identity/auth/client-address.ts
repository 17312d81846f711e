import { isIPv6 } from "node:net"
import { trustedProxies } from "@/lib/platform/env"

const maxAddress = 64

/**
 * The IP address of the client. The last entry of X-Forwarded-For is the peer of the connection, added by the web
 * process; before it, each trusted proxy has added its own peer. Clients can forge entries further left.
 * Used for the audit log and the sign-in limit, never for authorization.
 */
export function clientAddress(headers: Headers): string | null {
  const entries = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
  const clientEntry = entries.at(-1 - trustedProxies()) ?? entries.at(-1)
  return clientEntry === undefined ? null : clientEntry.replace(/^::ffff:(?=\d+\.)/, "").slice(0, maxAddress)
}

/** The network for rate limiting: an IPv4 address, or the /64 prefix that an IPv6 subscriber controls. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = "", tail] = address.split("::")
  const leading = head.split(":").filter(Boolean)
  const trailing = tail === undefined ? [] : tail.split(":").filter(Boolean)
  const missing = tail === undefined ? 0 : 8 - leading.length - trailing.length
  const groups = [...leading, ...Array.from({ length: missing }, () => "0"), ...trailing]
  const prefix = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${prefix.join(":")}::/64`
}
