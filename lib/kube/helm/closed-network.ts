import { BlockList, isIP } from "node:net"
import { parse } from "yaml"
import { z } from "zod"

/** No process listens there: requests of a chart fail immediately. */
const closedProxy = "http://127.0.0.1:1"

type Proxies = Record<string, string>

const kubeconfigSchema = z.looseObject({
  clusters: z
    .array(
      z.looseObject({
        cluster: z
          .looseObject({ server: z.string().optional(), "proxy-url": z.string().optional() })
          .nullish(),
      }),
    )
    .nullish(),
  users: z
    .array(
      z.looseObject({
        user: z
          .looseObject({
            exec: z.looseObject({ env: z.array(z.looseObject({ name: z.string() })).nullish() }).nullish(),
            "auth-provider": z
              .looseObject({ config: z.looseObject({ "idp-issuer-url": z.string().optional() }).nullish() })
              .nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
})
type Kubeconfig = z.infer<typeof kubeconfigSchema>

/**
 * Restricts Helm to the API servers of a kubeconfig: all other addresses are routed to a nonexistent proxy. `proxies`
 * are Slipway's own settings: API servers that need them get them as `proxy-url`, and credential plugins get them
 * unchanged.
 */
export function closeNetwork(
  kubeconfig: string | undefined,
  proxies: Proxies,
): { kubeconfig: string | undefined; environment: Record<string, string> } {
  // An invalid kubeconfig is passed to Helm unchanged, which reports the error.
  const config = kubeconfig === undefined ? undefined : kubeconfigSchema.safeParse(parse(kubeconfig)).data
  const hosts = [...addressesOf(config ?? {})].flatMap((address) => hostOf(address) ?? [])
  return {
    kubeconfig: config === undefined ? kubeconfig : JSON.stringify(withProxies(config, proxies)),
    environment: closedEnvironment(hosts),
  }
}

function closedEnvironment(hosts: readonly string[]): Record<string, string> {
  const reachable = [...new Set(hosts)].join(",")
  return {
    ...Object.fromEntries(
      ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"].map((name) => [name, closedProxy]),
    ),
    NO_PROXY: reachable,
    no_proxy: reachable,
  }
}

function* addressesOf({ clusters, users }: Kubeconfig): Generator<string> {
  for (const { cluster } of clusters ?? []) {
    if (cluster?.server !== undefined) yield cluster.server
  }
  for (const { user } of users ?? []) {
    const issuer = user?.["auth-provider"]?.config?.["idp-issuer-url"]
    if (issuer !== undefined) yield issuer
  }
}

function withProxies({ clusters, users, ...rest }: Kubeconfig, proxies: Proxies): Kubeconfig {
  return {
    ...rest,
    clusters: clusters?.map(({ cluster, ...entry }) => {
      const proxy = cluster?.["proxy-url"] ?? proxyFor(cluster?.server, proxies)
      return { ...entry, cluster: cluster && { ...cluster, ...(proxy && { "proxy-url": proxy }) } }
    }),
    users: users?.map(({ user, ...entry }) => ({
      ...entry,
      user: user?.exec
        ? { ...user, exec: { ...user.exec, env: [...restored(proxies), ...(user.exec.env ?? [])] } }
        : user,
    })),
  }
}

/** Credential plugins must not see Helm's settings; an empty setting equals none. */
const restored = (proxies: Proxies) =>
  Object.keys(closedEnvironment([])).map((name) => ({ name, value: proxies[name] ?? "" }))

function proxyFor(server: string | undefined, proxies: Proxies): string | undefined {
  const host = server === undefined ? null : hostOf(server)
  if (host === null || host === "localhost" || isExempt(host, proxies.NO_PROXY ?? proxies.no_proxy ?? ""))
    return undefined
  const proxy = server?.startsWith("http:")
    ? (proxies.HTTP_PROXY ?? proxies.http_proxy)
    : (proxies.HTTPS_PROXY ?? proxies.https_proxy)
  return proxy === undefined || proxy === "" || proxy.includes("://") ? proxy || undefined : `http://${proxy}`
}

/** Go's rules for NO_PROXY: hosts with their subdomains, addresses, networks, or everything. */
function isExempt(host: string, noProxy: string): boolean {
  const family = isIP(host) === 6 ? "ipv6" : "ipv4"
  if (isIP(host) !== 0 && (host.startsWith("127.") || host === "::1")) return true
  return noProxy.split(",").some((item) => {
    const entry = item.trim().replace(/:\d+$/, "")
    if (entry === "*") return true
    if (entry === "") return false
    const [network = "", bits] = entry.split("/")
    if (bits !== undefined && isIP(host) !== 0) {
      const width = isIP(network) === 6 ? 128 : 32
      // Go ignores a network that it cannot parse.
      if (isIP(network) === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > width) return false
      const list = new BlockList()
      list.addSubnet(network, Number(bits), width === 128 ? "ipv6" : "ipv4")
      return list.check(host, family)
    }
    return host === entry || host.endsWith(entry.startsWith(".") ? entry : `.${entry}`)
  })
}

function hostOf(address: string): string | null {
  const url = URL.parse(address.includes("://") ? address : `https://${address}`)
  return url === null ? null : url.hostname.replace(/^\[|\]$/g, "")
}
