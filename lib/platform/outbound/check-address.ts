import { lookup } from "node:dns/promises"
import { isIP } from "node:net"
import { leaveTransaction } from "@/lib/platform/db/transaction"
import { kindOfAddress } from "./address-rules"
import { type EgressPolicy, isListed } from "./egress-policy"
import { OutsideError } from "./external-error"

export type Resolved = { address: string; family: number }
/** Every address of a host name. */
export type Resolve = (host: string) => Promise<Resolved[]>

export const resolveByDns: Resolve = (host) => lookup(host, { all: true, verbatim: true })

/** Throws `refused` for what is wrong with an address before anybody is asked. */
export function checkUrl(url: URL, { hosts }: EgressPolicy): void {
  if (url.protocol !== "https:") {
    throw new OutsideError("refused", `${url.protocol}//${url.host} is not https.`)
  }
  if (url.username !== "" || url.password !== "") {
    throw new OutsideError("refused", "Credentials do not belong into an address.")
  }
  if (hosts !== null && !isListed(url, hosts)) {
    throw new OutsideError("refused", `${url.host} is none of the hosts that Slipway is allowed to ask.`)
  }
}

/**
 * The addresses behind a URL, all of which may be connected to; else throws. The connection must be made to one of these
 * and not ask for the name again: a second answer could be another one.
 */
export async function resolveAllowed(url: URL, policy: EgressPolicy, resolve: Resolve): Promise<Resolved[]> {
  await leaveTransaction("resolveAllowed")
  const host = url.hostname.replace(/^\[|\]$/g, "")
  const family = isIP(host)
  const found = family > 0 ? [{ address: host, family }] : await resolve(host).catch(() => [])
  if (found.length === 0) throw new OutsideError("unreachable", `The host ${url.hostname} is not known.`)
  const mayBePrivate = isListed(url, policy.privateHosts)
  for (const { address } of found) {
    const kind = kindOfAddress(address)
    if (kind === "public" || (kind === "private" && mayBePrivate)) continue
    throw new OutsideError("refused", refusal[kind](url.host))
  }
  return found
}

const refusal: Record<"private" | "metadata", (host: string) => string> = {
  private: (host) =>
    `${host} has a private address. An operator can allow it with SLIPWAY_PRIVATE_HOSTS=${host}.`,
  metadata: (host) => `${host} leads to the metadata service of a cloud, which is never asked.`,
}
