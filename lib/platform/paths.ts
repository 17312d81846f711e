type QueryValue = string | number | boolean | null | undefined | readonly string[]
export type Query = Readonly<Record<string, QueryValue>>

/** The path with its query; empty values are omitted, lists repeat the name. */
export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === "") continue
    if (typeof value === "object") for (const one of value) search.append(name, one)
    else search.set(name, String(value))
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

const part = encodeURIComponent

/** Every page of the console. */
export const pages = {
  overview: (query?: Query) => withQuery("/", query),
  search: (query?: Query) => withQuery("/search", query),
  running: (query?: Query) => withQuery("/running", query),
  activity: (query?: Query) => withQuery("/activity", query),
  timeline: (query?: Query) => withQuery("/timeline", query),
  history: (query?: Query) => withQuery("/history", query),
  deployment: (id: string) => `/deployments/${part(id)}`,
  promotions: (query?: Query) => withQuery("/promotions", query),
  drift: (query?: Query) => withQuery("/drift", query),
  insights: (query?: Query) => withQuery("/insights", query),
  digest: (week: string, query?: Query) => withQuery(`/insights/weeks/${part(week)}`, query),
  tenants: (query?: Query) => withQuery("/tenants", query),
  tenant: (id: string, query?: Query) => withQuery(`/tenants/${part(id)}`, query),
  releases: (query?: Query) => withQuery("/releases", query),
  release: (id: string, query?: Query) => withQuery(`/releases/${part(id)}`, query),
  values: (query?: Query) => withQuery("/values", query),
  upgradeRelease: (id: string, query?: Query) => withQuery(`/releases/${part(id)}/upgrade`, query),
  install: (tenantId: string, query?: Query) => withQuery(`/tenants/${part(tenantId)}/install`, query),
  rollouts: (query?: Query) => withQuery("/rollouts", query),
  rollout: (id: string, query?: Query) => withQuery(`/rollouts/${part(id)}`, query),
  newRollout: (query?: Query) => withQuery("/rollouts/new", query),
  charts: (query?: Query) => withQuery("/charts", query),
  chart: (repository: string, name: string, query?: Query) =>
    withQuery(`/charts/${part(repository)}/${part(name)}`, query),
  environments: (query?: Query) => withQuery("/settings/environments", query),
  clusters: (query?: Query) => withQuery("/settings/clusters", query),
  repositories: () => "/settings/repositories",
  pipelines: (query?: Query) => withQuery("/settings/pipelines", query),
  requests: (query?: Query) => withQuery("/settings/pipelines/requests", query),
  eventSources: (query?: Query) => withQuery("/settings/pipelines/sources", query),
  tokens: (query?: Query) => withQuery("/settings/tokens", query),
  freezes: (query?: Query) => withQuery("/settings/freezes", query),
  quarantine: (query?: Query) => withQuery("/settings/quarantine", query),
  users: (query?: Query) => withQuery("/settings/users", query),
  webhooks: (query?: Query) => withQuery("/settings/webhooks", query),
  webhook: (id: string, query?: Query) => withQuery(`/settings/webhooks/${part(id)}`, query),
  audit: (query?: Query) => withQuery("/settings/audit", query),
  status: () => "/settings/status",
  account: () => "/settings/account",
  signIn: (returnTo?: string) => withQuery("/sign-in", { callbackUrl: returnTo }),
  apiDocs: () => "/api/docs",
} as const

/** The input and output of each route by path; app/api/v1/api.ts fills it in from the declarations. */
// biome-ignore lint/suspicious/noEmptyInterface: extended by declaration merging.
export interface ApiRoutes {}

declare const routeOf: unique symbol
/** An API URL whose route is known to the compiler. */
export type ApiPath<Route extends string = string> = string & { readonly [routeOf]: Route }

/** The path of a route below `/api/v1`, such as `/tenants/{id}`. */
type RoutePath = keyof ApiRoutes extends infer Route
  ? Route extends `/api/v1${infer Path}`
    ? Path
    : never
  : never

/** The URL of a route of the API, as a path of the server: with a value for each `{…}` of its path, then a query. */
export function api<Path extends RoutePath>(
  path: Path,
  ...values: [...PartsOf<Path>, query?: QueryOf<`/api/v1${Path}`>]
): ApiPath<`/api/v1${Path}`> {
  const rest: unknown[] = values
  const filled = path.replace(/\{\w+\}/g, () => part(String(rest.shift())))
  return withQuery(`/api/v1${filled}`, Object(rest[0])) as ApiPath<`/api/v1${Path}`>
}

type PartsOf<Path> = Path extends `${string}{${string}}${infer Rest}`
  ? [part: string | number, ...PartsOf<Rest>]
  : []

/** The query parameters of all methods of the route. */
type QueryOf<Route> = Route extends keyof ApiRoutes
  ? { readonly [Name in NamesIn<ApiRoutes[Route]>]?: QueryValue }
  : Query
type NamesIn<Methods> = {
  [M in keyof Methods]: Methods[M] extends { query: infer Q } ? keyof Q : never
}[keyof Methods]
