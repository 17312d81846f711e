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

/** Returns the URL for the values of the route's `{…}` parameters and a query. `path` is the part after `/api/v1`. */
function route<Path extends string>(path: Path) {
  type Route = `/api/v1${Path}`
  return (...segments: [...PartsOf<Path>, query?: QueryOf<Route>]): ApiPath<Route> => {
    const values: unknown[] = segments
    const filled = path.replace(/\{\w+\}/g, () => part(String(values.shift())))
    return withQuery(`/api/v1${filled}`, Object(values[0])) as ApiPath<Route>
  }
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

const rolloutChanges = {
  pause: route("/helm/rollouts/{id}/pause"),
  resume: route("/helm/rollouts/{id}/resume"),
  abort: route("/helm/rollouts/{id}/abort"),
  rollback: route("/helm/rollouts/{id}/rollback"),
}

/** The URLs of the API that the console and the command line use, as paths of a server. */
export const api = {
  deployments: route("/platform/deployments"),
  deployment: route("/platform/deployments/{id}"),
  annulDeployment: route("/platform/deployments/{id}/annul"),
  restoreDeployment: route("/platform/deployments/{id}/restore"),
  unmarkRollback: route("/platform/deployments/{id}/unmark"),
  deploymentTenants: route("/platform/deployments/{id}/tenants"),
  history: route("/platform/deployments/history"),
  current: route("/platform/deployments/current"),
  gate: route("/platform/deployments/gate"),
  tagRollback: route("/platform/deployments/tag/{imageTag}/rollback"),
  overview: route("/platform/overview"),
  drift: route("/platform/deployments/drift"),
  promotions: route("/platform/deployments/promotions"),
  insights: route("/platform/deployments/insights"),
  applicationInsights: route("/platform/deployments/insights/applications"),
  insightRows: route("/platform/deployments/insights/rows"),
  digest: route("/digests/{week}"),
  annotations: route("/platform/annotations"),
  annotation: route("/platform/annotations/{id}"),
  state: route("/platform/deployments/state"),
  lanes: route("/platform/deployments/lanes"),
  lanesExport: route("/platform/deployments/lanes/export"),
  laneCounts: route("/platform/deployments/lanes/summary"),
  timeline: route("/platform/deployments/timeline"),
  timelineVersions: route("/platform/deployments/timeline/versions"),
  export: route("/platform/deployments/export"),
  events: route("/events"),
  tenants: route("/tenants"),
  tenant: route("/tenants/{id}"),
  clusters: route("/clusters"),
  workers: route("/workers"),
  status: route("/status"),
  unmanaged: route("/helm/unmanaged"),
  adopt: route("/helm/unmanaged/adopt"),
  repositories: route("/helm/repositories"),
  repository: route("/helm/repositories/{id}"),
  repositoryCheck: route("/helm/repositories/{id}/check"),
  charts: route("/helm/charts"),
  chart: route("/helm/charts/{repository}/{name}"),
  chartVersion: route("/helm/charts/{repository}/{name}/{version}"),
  releases: route("/helm/releases"),
  release: route("/helm/releases/{releaseId}"),
  tenantReleases: route("/helm/releases/tenant/{tenantId}"),
  tenantHistory: route("/helm/releases/tenant/{tenantId}/history"),
  releaseSummary: route("/helm/releases/summary"),
  releaseVersions: route("/helm/releases/versions"),
  releaseExport: route("/helm/releases/export"),
  releaseMatrix: route("/helm/releases/matrix"),
  releaseAttention: route("/helm/releases/attention"),
  releaseHistory: route("/helm/releases/{releaseId}/history"),
  releaseRevision: route("/helm/releases/{releaseId}/history/{revision}"),
  releaseResources: route("/helm/releases/{releaseId}/resources"),
  releaseUpgrade: route("/helm/releases/{releaseId}/upgrade"),
  releaseRollback: route("/helm/releases/{releaseId}/rollback"),
  releaseRollbackLast: route("/helm/releases/{releaseId}/rollback/last-successful"),
  releaseEvents: route("/helm/releases/{releaseId}/events"),
  releasePreview: route("/helm/releases/preview"),
  chartVersionCounts: route("/helm/releases/chart/{chartName}/versions"),
  batchUpgrade: route("/helm/releases/chart/{chartName}/batch-upgrade"),
  values: route("/helm/values"),
  valuesSummary: route("/helm/values/summary"),
  valuesPaths: route("/helm/values/paths"),
  rollouts: route("/helm/rollouts"),
  rollout: route("/helm/rollouts/{id}"),
  rolloutChange: (id: string, action: keyof typeof rolloutChanges) => rolloutChanges[action](id),
  rolloutEvents: route("/helm/rollouts/{id}/events"),
  rolloutPreview: route("/helm/rollouts/preview"),
  operation: route("/operations/{id}"),
  operationCancel: route("/operations/{id}/cancel"),
  freezes: route("/freezes"),
  freeze: route("/freezes/{id}"),
  quarantines: route("/quarantine"),
  quarantine: route("/quarantine/{id}"),
  environments: route("/platform/environments"),
  environment: route("/platform/environments/{name}"),
  tokens: route("/tokens"),
  token: route("/tokens/{id}"),
  users: route("/users"),
  user: route("/users/{id}"),
  userPassword: route("/users/{id}/password"),
  userSessions: route("/users/{id}/sessions"),
  me: route("/users/me"),
  myPassword: route("/users/me/password"),
  myLayouts: route("/users/me/layouts"),
  myLayout: route("/users/me/layouts/{list}"),
  myViews: route("/users/me/views"),
  myView: route("/users/me/views/{id}"),
  requests: route("/ingest/log"),
  request: route("/ingest/log/{id}"),
  replayRequest: route("/ingest/log/{id}/replay"),
  webhooks: route("/webhooks"),
  webhook: route("/webhooks/{id}"),
  webhookRotate: route("/webhooks/{id}/rotate"),
  webhookTest: route("/webhooks/{id}/test"),
  webhookDeliveries: route("/webhooks/{id}/deliveries"),
  webhookDelivery: route("/webhooks/{id}/deliveries/{deliveryId}"),
  webhookReplay: route("/webhooks/{id}/deliveries/{deliveryId}/replay"),
  eventSources: route("/ingest/sources"),
  eventSource: route("/ingest/sources/{id}"),
  rotateEventSource: route("/ingest/sources/{id}/rotate"),
  audit: route("/audit"),
  auditExport: route("/audit/export"),
  auditVerify: route("/audit/verify"),
  demo: route("/demo"),
  search: route("/search"),
  activity: route("/activity"),
  openapi: route("/openapi.json"),
  healthReady: () => "/api/health/ready",
} as const
