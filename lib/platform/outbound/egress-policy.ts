import { allowedHosts, privateHosts } from "@/lib/platform/env"

/** Which hosts Slipway may contact at a URL given by a user. Hosts are `name`, `name:port` or `*.name`. */
export type EgressPolicy = {
  /** Only these hosts; null: any host of the public internet. */
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
  return hosts.some((listed) => {
    const [, name = "", listedPort] = /^(.*?)(?::(\d+))?$/.exec(listed.toLowerCase()) ?? []
    if (listedPort !== undefined && listedPort !== port) return false
    if (!name.startsWith("*.")) return url.hostname === name
    return url.hostname.endsWith(name.slice(1)) && url.hostname.length > name.length - 1
  })
}
