import { lookup } from "node:dns/promises"
import { isIP } from "node:net"
import { leaveTransaction } from "@/lib/platform/db/transaction"
import { allowedHosts, privateHosts } from "@/lib/platform/env"
import { invalid } from "@/lib/platform/errors"
import { waitAtMost } from "@/lib/platform/wait-at-most"
import { kindOfAddress } from "./address-rules"

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
  const addresses = family > 0 ? [{ address: host, family }] : await resolve(host).catch(() => [])
  if (addresses.length === 0)
    throw new ExternalError("unreachable", `The host ${url.hostname} cannot be resolved.`)
  const mayBePrivate = isListed(url, policy.privateHosts)
  for (const { address } of addresses) {
    const kind = kindOfAddress(address)
    if (kind === "public" || (kind === "private" && mayBePrivate)) continue
    throw new ExternalError("refused", refusal[kind](url.host))
  }
  return addresses
}

const refusal: Record<"private" | "metadata", (host: string) => string> = {
  private: (host) =>
    `${host} has a private address. An operator can allow it with SLIPWAY_PRIVATE_HOSTS=${host}.`,
  metadata: (host) => `${host} resolves to a cloud metadata service, which Slipway never contacts.`,
}

/** How long storing a URL waits for the name of its host to resolve. */
const waitMs = 2_000

/**
 * Throws a 422 for /url when it must not be contacted. A host that currently does not resolve is accepted, as every
 * later request is checked again.
 */
export async function requireAllowedUrl(url: URL): Promise<void> {
  const policy = egressPolicy()
  try {
    checkUrl(url, policy)
    await waitAtMost(resolveAllowed(url, policy, resolveByDns), waitMs)
  } catch (error) {
    if (!(error instanceof ExternalError)) throw error
    if (error.kind === "refused") throw invalid("/url", error.message, "address_not_allowed")
  }
}

/** Which hosts Slipway may contact at a URL given by a user. Hosts are `name`, `name:port` or `*.name`. */
export type EgressPolicy = {
  /** The allowed hosts; null: any host of the public internet. */
  hosts: readonly string[] | null
  /** Hosts that may have a private address. */
  privateHosts: readonly string[]
}

/** The policy that the operator set with SLIPWAY_ALLOWED_HOSTS and SLIPWAY_PRIVATE_HOSTS. */
export function egressPolicy(): EgressPolicy {
  return { hosts: allowedHosts(), privateHosts: privateHosts() }
}

export function isListed(url: URL, hosts: readonly string[]): boolean {
  const port = url.port === "" ? "443" : url.port
  return hosts.some((pattern) => {
    const [, name = "", listedPort] = /^(.*?)(?::(\d+))?$/.exec(pattern.toLowerCase()) ?? []
    if (listedPort !== undefined && listedPort !== port) return false
    if (!name.startsWith("*.")) return url.hostname === name
    return url.hostname.endsWith(name.slice(1)) && url.hostname.length > name.length - 1
  })
}

/** `refused`: the address is not allowed and was not contacted. The others: the request failed. */
type ExternalErrorKind = "refused" | "unreachable" | "too_slow" | "too_large" | "bad_redirect"

/** The message is shown to the user who gave the URL; it names hosts, never credentials. */
export class ExternalError extends Error {
  readonly kind: ExternalErrorKind

  constructor(kind: ExternalErrorKind, message: string) {
    super(message)
    this.name = "ExternalError"
    this.kind = kind
  }
}
