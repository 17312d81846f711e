import { lookup } from "node:dns/promises"
import { isIP } from "node:net"
import { leaveTransaction } from "@/lib/platform/db/transaction"
import { kindOfAddress } from "./address-rules"
import { type EgressPolicy, isListed } from "./egress-policy"
import { ExternalError } from "./external-error"

export type Resolved = { address: string; family: number }
/** Resolves a host name to all of its addresses. */
export type Resolve = (host: string) => Promise<Resolved[]>

export const resolveByDns: Resolve = (host) => lookup(host, { all: true, verbatim: true })

/** Throws `refused` for a URL that is not allowed, before any DNS lookup. */
export function checkUrl(url: URL, { hosts }: EgressPolicy): void {
  if (url.protocol !== "https:") {
    throw new ExternalError("refused", `${url.protocol}//${url.host} does not use https.`)
  }
  if (url.username !== "" || url.password !== "") {
    throw new ExternalError("refused", "The URL must not contain credentials.")
  }
  if (hosts !== null && !isListed(url, hosts)) {
    throw new ExternalError("refused", `${url.host} is not one of the hosts that Slipway may contact.`)
  }
}

/**
 * The addresses of a URL's host, if all of them are allowed; otherwise throws. The connection must use one of them without
 * a second DNS lookup, which could return a different address.
 */
export async function resolveAllowed(url: URL, policy: EgressPolicy, resolve: Resolve): Promise<Resolved[]> {
  await leaveTransaction("resolveAllowed")
  const host = url.hostname.replace(/^\[|\]$/g, "")
  const family = isIP(host)
  const found = family > 0 ? [{ address: host, family }] : await resolve(host).catch(() => [])
  if (found.length === 0)
    throw new ExternalError("unreachable", `The host ${url.hostname} cannot be resolved.`)
  const mayBePrivate = isListed(url, policy.privateHosts)
  for (const { address } of found) {
    const kind = kindOfAddress(address)
    if (kind === "public" || (kind === "private" && mayBePrivate)) continue
    throw new ExternalError("refused", refusal[kind](url.host))
  }
  return found
}

const refusal: Record<"private" | "metadata", (host: string) => string> = {
  private: (host) =>
    `${host} has a private address. An operator can allow it with SLIPWAY_PRIVATE_HOSTS=${host}.`,
  metadata: (host) => `${host} resolves to a cloud metadata service, which Slipway never contacts.`,
}
