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
  activity: (query?: Query) => withQuery("/activity", query),
  timeline: (query?: Query) => withQuery("/timeline", query),
  history: (query?: Query) => withQuery("/history", query),
  deployment: (id: string) => `/deployments/${part(id)}`,
  promotions: (query?: Query) => withQuery("/promotions", query),
  drift: (query?: Query) => withQuery("/drift", query),
  insights: (query?: Query) => withQuery("/insights", query),
  tenants: (query?: Query) => withQuery("/tenants", query),
  tenant: (id: string, query?: Query) => withQuery(`/tenants/${part(id)}`, query),
  releases: (query?: Query) => withQuery("/releases", query),
  release: (id: string, query?: Query) => withQuery(`/releases/${part(id)}`, query),
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
  tokens: (query?: Query) => withQuery("/settings/tokens", query),
  users: (query?: Query) => withQuery("/settings/users", query),
  audit: (query?: Query) => withQuery("/settings/audit", query),
  account: () => "/settings/account",
  signIn: (returnTo?: string) => withQuery("/sign-in", { callbackUrl: returnTo }),
  apiDocs: () => "/api/docs",
} as const

/** What each route takes and answers, by its path; app/api/v1/routes.ts fills it in from the declarations. */
// biome-ignore lint/suspicious/noEmptyInterface: extended by declaration merging.
export interface ApiRoutes {}

declare const routeOf: unique symbol
/** A URL of the API of which the compiler knows the route. */
export type ApiPath<Route extends string = string> = string & { readonly [routeOf]: Route }

/** A function from the values of the route's `{…}` parameters, and a query, to the URL. */
function route<Route extends string>(path: Route) {
  return (...given: [...PartsOf<Route>, query?: QueryOf<Route>]): ApiPath<Route> => {
    const values: unknown[] = given
    const filled = path.replace(/\{\w+\}/g, () => part(String(values.shift())))
    return withQuery(filled, Object(values[0])) as ApiPath<Route>
  }
}

type PartsOf<Path> = Path extends `${string}{${string}}${infer Rest}`
  ? [part: string | number, ...PartsOf<Rest>]
  : []

/** The parameters that any method of the route takes. */
type QueryOf<Route> = Route extends keyof ApiRoutes
  ? { readonly [Name in NamesIn<ApiRoutes[Route]>]?: QueryValue }
  : Query
type NamesIn<Methods> = {
  [M in keyof Methods]: Methods[M] extends { query: infer Q } ? keyof Q : never
}[keyof Methods]

const rolloutChanges = {
  pause: route("/api/v1/helm/rollouts/{id}/pause"),
  resume: route("/api/v1/helm/rollouts/{id}/resume"),
  abort: route("/api/v1/helm/rollouts/{id}/abort"),
  rollback: route("/api/v1/helm/rollouts/{id}/rollback"),
}

/** Every URL of the API, as a path of this server. */
export const api = {
  deployments: route("/api/v1/platform/deployments"),
  deployment: route("/api/v1/platform/deployments/{id}"),
  annulDeployment: route("/api/v1/platform/deployments/{id}/annul"),
  restoreDeployment: route("/api/v1/platform/deployments/{id}/restore"),
  unmarkRollback: route("/api/v1/platform/deployments/{id}/unmark"),
  deploymentTenants: route("/api/v1/platform/deployments/{id}/tenants"),
  history: route("/api/v1/platform/deployments/history"),
  current: route("/api/v1/platform/deployments/current"),
  tag: route("/api/v1/platform/deployments/tag/{imageTag}"),
  tagExists: route("/api/v1/platform/deployments/tag/{imageTag}/exists"),
  tagRollback: route("/api/v1/platform/deployments/tag/{imageTag}/rollback"),
  branch: route("/api/v1/platform/deployments/branch/{gitBranch}"),
  overview: route("/api/v1/platform/overview"),
  drift: route("/api/v1/platform/deployments/drift"),
  promotions: route("/api/v1/platform/deployments/promotions"),
  insights: route("/api/v1/platform/deployments/insights"),
  insightRows: route("/api/v1/platform/deployments/insights/rows"),
  state: route("/api/v1/platform/deployments/state"),
  changes: route("/api/v1/platform/deployments/changes"),
  timeline: route("/api/v1/platform/deployments/timeline"),
  gate: route("/api/v1/platform/deployments/gate"),
  import: route("/api/v1/platform/deployments/import"),
  export: route("/api/v1/platform/deployments/export"),
  removals: route("/api/v1/platform/deployments/removals"),
  events: route("/api/v1/events"),
  tenants: route("/api/v1/tenants"),
  tenant: route("/api/v1/tenants/{id}"),
  clusters: route("/api/v1/clusters"),
  workers: route("/api/v1/workers"),
  unmanaged: route("/api/v1/helm/unmanaged"),
  adopt: route("/api/v1/helm/unmanaged/adopt"),
  repositories: route("/api/v1/helm/repositories"),
  repository: route("/api/v1/helm/repositories/{id}"),
  repositoryCheck: route("/api/v1/helm/repositories/{id}/check"),
  charts: route("/api/v1/helm/charts"),
  chart: route("/api/v1/helm/charts/{repository}/{name}"),
  chartVersion: route("/api/v1/helm/charts/{repository}/{name}/{version}"),
  releases: route("/api/v1/helm/releases"),
  release: route("/api/v1/helm/releases/{releaseId}"),
  tenantReleases: route("/api/v1/helm/releases/tenant/{tenantId}"),
  tenantHistory: route("/api/v1/helm/releases/tenant/{tenantId}/history"),
  releaseSummary: route("/api/v1/helm/releases/summary"),
  releaseVersions: route("/api/v1/helm/releases/versions"),
  releaseExport: route("/api/v1/helm/releases/export"),
  releaseMatrix: route("/api/v1/helm/releases/matrix"),
  releaseAttention: route("/api/v1/helm/releases/attention"),
  releaseHistory: route("/api/v1/helm/releases/{releaseId}/history"),
  releaseRevision: route("/api/v1/helm/releases/{releaseId}/history/{revision}"),
  releaseResources: route("/api/v1/helm/releases/{releaseId}/resources"),
  releaseUpgrade: route("/api/v1/helm/releases/{releaseId}/upgrade"),
  releaseRollback: route("/api/v1/helm/releases/{releaseId}/rollback"),
  releaseEvents: route("/api/v1/helm/releases/{releaseId}/events"),
  releasePreview: route("/api/v1/helm/releases/preview"),
  chartVersionCounts: route("/api/v1/helm/releases/chart/{chartName}/versions"),
  batchUpgrade: route("/api/v1/helm/releases/chart/{chartName}/batch-upgrade"),
  rollouts: route("/api/v1/helm/rollouts"),
  rollout: route("/api/v1/helm/rollouts/{id}"),
  rolloutChange: (id: string, action: keyof typeof rolloutChanges) => rolloutChanges[action](id),
  rolloutEvents: route("/api/v1/helm/rollouts/{id}/events"),
  rolloutPreview: route("/api/v1/helm/rollouts/preview"),
  operations: route("/api/v1/operations"),
  operation: route("/api/v1/operations/{id}"),
  operationCancel: route("/api/v1/operations/{id}/cancel"),
  operationEvents: route("/api/v1/operations/{id}/events"),
  environments: route("/api/v1/platform/environments"),
  environment: route("/api/v1/platform/environments/{name}"),
  tokens: route("/api/v1/tokens"),
  token: route("/api/v1/tokens/{id}"),
  users: route("/api/v1/users"),
  user: route("/api/v1/users/{id}"),
  userPassword: route("/api/v1/users/{id}/password"),
  userSessions: route("/api/v1/users/{id}/sessions"),
  myPassword: route("/api/v1/users/me/password"),
  audit: route("/api/v1/audit"),
  auditExport: route("/api/v1/audit/export"),
  auditVerify: route("/api/v1/audit/verify"),
  demo: route("/api/v1/demo"),
  search: route("/api/v1/search"),
  activity: route("/api/v1/activity"),
  openapi: route("/api/v1/openapi.json"),
  healthLive: route("/api/health/live"),
  healthReady: route("/api/health/ready"),
} as const
