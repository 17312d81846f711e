import { allowedHosts, privateHosts } from "@/lib/platform/env"

/** Where Slipway may go when somebody gives it an address. Hosts are `name`, `name:port` or `*.name`. */
export type EgressPolicy = {
  /** Only these; null: any host of the public internet. */
  hosts: readonly string[] | null
  /** These may have a private address. */
  privateHosts: readonly string[]
}

/** As the operator set it with SLIPWAY_ALLOWED_HOSTS and SLIPWAY_PRIVATE_HOSTS. */
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
