import { parse } from "yaml"
import { z } from "zod"

/** No process listens there: requests of a chart fail immediately. */
const closedProxy = "http://127.0.0.1:1"

type Proxies = Record<string, string>

const optional = <Shape extends z.ZodRawShape>(shape: Shape) => z.looseObject(shape).nullish()

const kubeconfigSchema = z.looseObject({
  clusters: z.array(z.looseObject({ cluster: optional({ server: z.string().optional() }) })).nullish(),
  users: z
    .array(
      z.looseObject({
        user: optional({
          exec: optional({ env: z.array(z.looseObject({ name: z.string() })).nullish() }),
          "auth-provider": optional({ config: optional({ "idp-issuer-url": z.string().optional() }) }),
        }),
      }),
    )
    .nullish(),
})
type Kubeconfig = z.infer<typeof kubeconfigSchema>

/**
 * Restricts Helm to the API servers of a kubeconfig, which Slipway itself contacts without a proxy, except the `proxy-url`
 * of the kubeconfig: all other addresses are routed to a nonexistent proxy. `proxies`: Slipway's own settings, which
 * credential plugins get unchanged.
 */
export function closeNetwork(
  kubeconfig: string | undefined,
  proxies: Proxies,
): { kubeconfig: string | undefined; environment: Record<string, string> } {
  // An invalid kubeconfig is passed to Helm unchanged, which reports the error.
  const config = kubeconfig === undefined ? undefined : kubeconfigSchema.safeParse(parse(kubeconfig)).data
  const hosts = addressesOf(config ?? {}).flatMap((address) => hostOf(address ?? "") ?? [])
  return {
    kubeconfig: config === undefined ? kubeconfig : JSON.stringify(withPlugins(config, proxies)),
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

const addressesOf = ({ clusters, users }: Kubeconfig) => [
  ...(clusters ?? []).map(({ cluster }) => cluster?.server),
  ...(users ?? []).map(({ user }) => user?.["auth-provider"]?.config?.["idp-issuer-url"]),
]

function withPlugins({ users, ...rest }: Kubeconfig, proxies: Proxies): Kubeconfig {
  return {
    ...rest,
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

function hostOf(address: string): string | null {
  const url = URL.parse(address.includes("://") ? address : `https://${address}`)
  return url === null ? null : url.hostname.replace(/^\[|\]$/g, "")
}
