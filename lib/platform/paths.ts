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

/** What each route takes and answers, by its path; app/api/v1/routes.ts fills it in from the declarations. */
// biome-ignore lint/suspicious/noEmptyInterface: extended by declaration merging.
export interface ApiRoutes {}

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

const deployments = "/api/v1/platform/deployments"
const environments = "/api/v1/platform/environments"
const releases = "/api/v1/helm/releases"
const rollouts = "/api/v1/helm/rollouts"

/** Every URL of the API, as a path of this server. */
export const api = {
  deployments: () => deployments,
  deployment: (id: string) => `${deployments}/${part(id)}`,
  annulDeployment: (id: string) => `${deployments}/${part(id)}/annul`,
  restoreDeployment: (id: string) => `${deployments}/${part(id)}/restore`,
  unmarkRollback: (id: string) => `${deployments}/${part(id)}/unmark`,
  deploymentTenants: (id: string, query?: Query) => withQuery(`${deployments}/${part(id)}/tenants`, query),
  history: (query?: Query) => withQuery(`${deployments}/history`, query),
  current: (query?: Query) => withQuery(`${deployments}/current`, query),
  tag: (imageTag: string, query?: Query) => withQuery(`${deployments}/tag/${part(imageTag)}`, query),
  tagExists: (imageTag: string) => `${deployments}/tag/${part(imageTag)}/exists`,
  tagRollback: (imageTag: string) => `${deployments}/tag/${part(imageTag)}/rollback`,
  branch: (branch: string, query?: Query) => withQuery(`${deployments}/branch/${part(branch)}`, query),
  overview: (query?: Query) => withQuery("/api/v1/platform/overview", query),
  drift: (query?: Query) => withQuery(`${deployments}/drift`, query),
  promotions: (query?: Query) => withQuery(`${deployments}/promotions`, query),
  insights: (query?: Query) => withQuery(`${deployments}/insights`, query),
  insightRows: (query?: Query) => withQuery(`${deployments}/insights/rows`, query),
  state: (query?: Query) => withQuery(`${deployments}/state`, query),
  changes: (query?: Query) => withQuery(`${deployments}/changes`, query),
  timeline: (query?: Query) => withQuery(`${deployments}/timeline`, query),
  gate: (query?: Query) => withQuery(`${deployments}/gate`, query),
  import: () => `${deployments}/import`,
  export: (query?: Query) => withQuery(`${deployments}/export`, query),
  removals: () => `${deployments}/removals`,
  events: (query?: Query) => withQuery("/api/v1/events", query),
  tenants: (query?: Query) => withQuery("/api/v1/tenants", query),
  tenant: (id: string) => `/api/v1/tenants/${part(id)}`,
  clusters: () => "/api/v1/clusters",
  workers: () => "/api/v1/workers",
  unmanaged: (query?: Query) => withQuery("/api/v1/helm/unmanaged", query),
  adopt: () => "/api/v1/helm/unmanaged/adopt",
  repositories: () => "/api/v1/helm/repositories",
  repository: (id: string) => `/api/v1/helm/repositories/${part(id)}`,
  repositoryCheck: (id: string) => `/api/v1/helm/repositories/${part(id)}/check`,
  charts: (query?: Query) => withQuery("/api/v1/helm/charts", query),
  chart: (repository: string, name: string, query?: Query) =>
    withQuery(`/api/v1/helm/charts/${part(repository)}/${part(name)}`, query),
  chartVersion: (repository: string, name: string, version: string) =>
    `/api/v1/helm/charts/${part(repository)}/${part(name)}/${part(version)}`,
  releases: (query?: Query) => withQuery(releases, query),
  release: (id: string, query?: Query) => withQuery(`${releases}/${part(id)}`, query),
  tenantReleases: (tenantId: string, query?: Query) =>
    withQuery(`${releases}/tenant/${part(tenantId)}`, query),
  tenantHistory: (tenantId: string, query?: Query) =>
    withQuery(`${releases}/tenant/${part(tenantId)}/history`, query),
  releaseSummary: () => `${releases}/summary`,
  releaseVersions: () => `${releases}/versions`,
  releaseExport: (query?: Query) => withQuery(`${releases}/export`, query),
  releaseMatrix: (query?: Query) => withQuery(`${releases}/matrix`, query),
  releaseAttention: () => `${releases}/attention`,
  releaseHistory: (id: string, query?: Query) => withQuery(`${releases}/${part(id)}/history`, query),
  releaseRevision: (id: string, revision: number, query?: Query) =>
    withQuery(`${releases}/${part(id)}/history/${revision}`, query),
  releaseResources: (id: string) => `${releases}/${part(id)}/resources`,
  releaseUpgrade: (id: string) => `${releases}/${part(id)}/upgrade`,
  releaseRollback: (id: string) => `${releases}/${part(id)}/rollback`,
  releaseEvents: (id: string) => `${releases}/${part(id)}/events`,
  releasePreview: () => `${releases}/preview`,
  chartVersionCounts: (chart: string) => `${releases}/chart/${part(chart)}/versions`,
  batchUpgrade: (chart: string, query: Query) =>
    withQuery(`${releases}/chart/${part(chart)}/batch-upgrade`, query),
  rollouts: (query?: Query) => withQuery(rollouts, query),
  rollout: (id: string) => `${rollouts}/${part(id)}`,
  rolloutChange: (id: string, action: "pause" | "resume" | "abort" | "rollback") =>
    `${rollouts}/${part(id)}/${action}`,
  rolloutEvents: (id: string, query?: Query) => withQuery(`${rollouts}/${part(id)}/events`, query),
  rolloutPreview: () => `${rollouts}/preview`,
  operations: (query?: Query) => withQuery("/api/v1/operations", query),
  operation: (id: string) => `/api/v1/operations/${part(id)}`,
  operationCancel: (id: string) => `/api/v1/operations/${part(id)}/cancel`,
  operationEvents: (id: string) => `/api/v1/operations/${part(id)}/events`,
  environments: () => environments,
  environment: (name: string) => `${environments}/${part(name)}`,
  tokens: (query?: Query) => withQuery("/api/v1/tokens", query),
  token: (id: string) => `/api/v1/tokens/${part(id)}`,
  users: (query?: Query) => withQuery("/api/v1/users", query),
  user: (id: string) => `/api/v1/users/${part(id)}`,
  myPassword: () => "/api/v1/users/me/password",
  audit: (query?: Query) => withQuery("/api/v1/audit", query),
  auditExport: (query?: Query) => withQuery("/api/v1/audit/export", query),
  auditVerify: () => "/api/v1/audit/verify",
  demo: () => "/api/v1/demo",
  search: (query?: Query) => withQuery("/api/v1/search", query),
  activity: (query?: Query) => withQuery("/api/v1/activity", query),
  openapi: () => "/api/v1/openapi.json",
  healthLive: () => "/api/health/live",
  healthReady: () => "/api/health/ready",
} as const
