import { hkdfSync } from "node:crypto"
import type { z } from "zod"
import { variables } from "@/lib/platform/env-variables"

export type SettingName = keyof typeof variables
type Value<N extends SettingName> = z.output<(typeof variables)[N]["schema"]>

/** An empty variable counts as unset, because Compose files and shells pass on empty variables. */
function settingText(source: NodeJS.ProcessEnv, name: SettingName): string | null {
  return source[name]?.trim() || null
}

/** One message for each variable that is invalid, or missing although required. Values may be secrets and are not repeated. */
export function settingProblems(source: NodeJS.ProcessEnv, required: readonly SettingName[] = []): string[] {
  const names = Object.keys(variables).filter((name): name is SettingName => name in variables)
  const invalid = names.filter((name) => {
    const value = settingText(source, name)
    return value !== null && !variables[name].schema.safeParse(value).success
  })
  const missing = required.filter((name) => settingText(source, name) === null)
  return [
    ...missing.map((name) => `${name} must be set: ${variables[name].expected}.`),
    ...invalid.map((name) => `${name} must be ${variables[name].expected}.`),
    ...oidcProblems(source),
  ]
}

function oidcProblems(source: NodeJS.ProcessEnv): string[] {
  const oidcNames = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const
  const missing = oidcNames.filter((name) => settingText(source, name) === null)
  if (missing.length === 0 || missing.length === oidcNames.length) return []
  return [`${oidcNames.join(", ")} belong together: ${missing.join(" and ")} must be set too.`]
}

/** Parsed values by variable and text: some are needed for every request, and a lookup is faster than parsing. */
const parsedValues = new Map<string, unknown>()

/** Reads the variable on each call, so that the launcher and tests can set it first. Null if not set. */
function read<N extends SettingName>(name: N): Value<N> | null
function read(name: SettingName): unknown {
  const value = settingText(process.env, name)
  if (value === null) return null
  const cacheKey = `${name}=${value}`
  if (parsedValues.has(cacheKey)) return parsedValues.get(cacheKey)
  const parsed = variables[name].schema.safeParse(value)
  if (!parsed.success) throw new Error(`${name} must be ${variables[name].expected}.`)
  parsedValues.set(cacheKey, parsed.data)
  return parsed.data
}

function required<N extends SettingName>(name: N): Value<N> {
  const value = read(name)
  if (value === null) throw new Error(`${name} is not set. Start Slipway with npm start, or set it.`)
  return value
}

/** Reads the variable, or returns its default if it is not set. */
function setting<N extends SettingName, Unset>(name: N, unset: Unset) {
  return (): Value<N> | Unset => read(name) ?? unset
}

export function databaseUrl(): string {
  return required("DATABASE_URL")
}

/** The URL of PostgreSQL itself when DATABASE_URL leads to a pooler: for what needs its own session. */
export function directDatabaseUrl(): string {
  return read("DATABASE_DIRECT_URL") ?? databaseUrl()
}

/** A replica for reads that may lag; null without one. */
export const databaseReplicaUrl = setting("DATABASE_REPLICA_URL", null)

/** Null: use the PostgreSQL in the data folder. */
export const outsideDatabaseUrl = setting("DATABASE_URL", null)

/** The maximum number of connections per process; all processes share PostgreSQL's default of 100. */
export const databasePoolSize = setting("SLIPWAY_DATABASE_POOL", 16)

export const port = setting("PORT", 3000)

const slipwayUrl = setting("SLIPWAY_URL", null)

/** The public URL without a trailing slash; null: it is not configured. */
export const configuredUrl = () => slipwayUrl()?.replace(/\/+$/, "") ?? null

export const publicUrl = () => configuredUrl() ?? `http://localhost:${port()}`

/** next-auth reads the URL from its own variable. */
export function setNextAuthUrl(): void {
  process.env.NEXTAUTH_URL ||= publicUrl()
}

/** The folder of the local database, keys and caches; may be relative to the project. */
export const dataFolder = setting("SLIPWAY_DATA_DIR", ".data")

export const isDemoEnabled = setting("SLIPWAY_DEMO", true)

export function logLevel(): string {
  return read("SLIPWAY_LOG_LEVEL") ?? (process.env.NODE_ENV === "test" ? "silent" : "info")
}

/** Null: the key in the data folder is used, and created if missing. */
export const configuredSecretKey = setting("SLIPWAY_SECRET_KEY", null)

/** Signs session cookies. Derived from the secret key, so that neither reveals the other. */
export function sessionSecret(): string {
  return read("NEXTAUTH_SECRET") ?? bytesFor(required("SLIPWAY_SECRET_KEY"), "session").toString("base64url")
}

/** Each purpose is part of the keys of what is stored, so it cannot be renamed: a stored response has "stored-answer". */
export type KeyPurpose =
  | "stored-answer"
  | "payload-hash"
  | "sign-in-limit"
  | "known-device"
  | "release-values"
  | "masked-value"
  | "repository-password"
  | "event-source-secret"
  | "preview-digest"
  | "webhook-secret"

/** 32 bytes for one purpose, derived from the secret key so that no key reveals another. */
export function keyFor(purpose: KeyPurpose): Buffer {
  return bytesFor(required("SLIPWAY_SECRET_KEY"), purpose)
}

/** The key for one purpose, followed by those of previous secret keys, which only decrypt. */
export function keysFor(purpose: KeyPurpose): Buffer[] {
  const previous = read("SLIPWAY_SECRET_KEY_PREVIOUS")?.split(",") ?? []
  return [keyFor(purpose), ...previous.map((key) => bytesFor(key.trim(), purpose))]
}

const derived = new Map<string, Buffer>()

function bytesFor(secretKey: string, purpose: KeyPurpose | "session"): Buffer {
  const name = `${purpose} ${secretKey}`
  const bytes = derived.get(name) ?? Buffer.from(hkdfSync("sha256", secretKey, "slipway", purpose, 32))
  derived.set(name, bytes)
  return bytes
}

/** The number of reverse proxies in front of Slipway that append to X-Forwarded-For. */
export const trustedProxies = setting("SLIPWAY_TRUSTED_PROXIES", 0)

export const bootstrapToken = setting("SLIPWAY_BOOTSTRAP_TOKEN", null)

/** The API token for scripts that call a running Slipway. */
export function apiToken(): string {
  return required("SLIPWAY_TOKEN")
}

export type OidcSettings = {
  issuer: string
  clientId: string
  clientSecret: string
  roleClaim: string | null
}

/** Null: local accounts only. */
export function oidcSettings(): OidcSettings | null {
  const issuer = read("OIDC_ISSUER")
  if (issuer === null) return null
  const clientId = required("OIDC_CLIENT_ID")
  const clientSecret = required("OIDC_CLIENT_SECRET")
  return { issuer, clientId, clientSecret, roleClaim: read("OIDC_ROLE_CLAIM") }
}

/** Whether this process runs operations itself; otherwise a separate `npm run worker` does. */
export const isWorkerEnabled = setting("SLIPWAY_WORKER", true)

/** How many operations a worker runs at a time. */
export const workerConcurrency = setting("SLIPWAY_WORKER_CONCURRENCY", 4)

/** How long a worker without heartbeats keeps its operations; the heartbeat runs three times as often. */
export const leaseSeconds = setting("SLIPWAY_LEASE_SECONDS", 20)

/** How long requests of pipelines are kept; 0: not at all. */
export const requestDays = setting("SLIPWAY_KEEP_REQUESTS_DAYS", 30)

/** How long the deliveries of webhooks are kept. */
export const webhookDeliveryDays = setting("SLIPWAY_KEEP_WEBHOOK_DELIVERIES_DAYS", 30)

export const operationLogDays = setting("SLIPWAY_KEEP_OPERATION_LOGS_DAYS", 365)

/** Null: helm on the PATH, or a download. */
export const configuredHelm = setting("SLIPWAY_HELM", null)

/** `name=path-of-a-kubeconfig` or `name=path#context`, separated by commas. */
export const configuredClusters = setting("SLIPWAY_CLUSTERS", null)

/** One path, or several separated as in PATH. */
export const configuredKubeconfig = setting("KUBECONFIG", null)

/** The identity that Helm uses, for every cluster or per cluster. */
export const configuredHelmIdentity = setting("SLIPWAY_HELM_IDENTITY", null)

/** The ClusterRoles that a tenant's service account has in its namespace. */
export const tenantRoles = () => list("SLIPWAY_TENANT_ROLES") ?? ["admin"]

/** The ClusterRole that the service account of a tenant with cluster-scoped charts has in the whole cluster. */
export const clusterScopedRole = setting("SLIPWAY_CLUSTER_SCOPED_ROLE", "cluster-admin")

/** Folders of packaged charts, as `path` or `name=path` separated by commas. */
export const configuredChartsFolders = setting("SLIPWAY_CHARTS_FOLDER", null)

type ListVariable =
  | "SLIPWAY_ALLOWED_HOSTS"
  | "SLIPWAY_PRIVATE_HOSTS"
  | "SLIPWAY_HELM_ENV"
  | "SLIPWAY_TENANT_ROLES"

function list(name: ListVariable): string[] | null {
  const parts = read(name)
    ?.split(",")
    .map((part) => part.trim())
  return parts?.filter((part) => part !== "") ?? null
}

/** The only hosts that Slipway contacts at a URL given by a user. Null: any host of the public internet. */
export const allowedHosts = () => list("SLIPWAY_ALLOWED_HOSTS")

/** Hosts that Slipway contacts even if their address is private. */
export const privateHosts = () => list("SLIPWAY_PRIVATE_HOSTS") ?? []

/** Where programs are looked up. */
export function searchPath(): string {
  return process.env.PATH ?? ""
}

/** The proxy and CA settings that a program needs to reach the internet. */
export function proxySettings(): Record<string, string> {
  return setVariables([
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_PROXY",
    "https_proxy",
    "http_proxy",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
  ])
}

/** Additional variables that the operator passes to Helm, for programs that fetch cluster credentials. */
export function helmVariables(): Record<string, string> {
  return setVariables(list("SLIPWAY_HELM_ENV") ?? [])
}

/** The subset of the variables that are set. */
function setVariables(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Whether this process runs in a pod with a service account of its cluster. */
export function runsInCluster(): boolean {
  return (process.env.KUBERNETES_SERVICE_HOST ?? "") !== ""
}
