import { hkdfSync } from "node:crypto"
import { z } from "zod"

/** One variable: what it must be, in words that follow "NAME must be …", and how it is read. */
type Variable<T = unknown> = { expected: string; schema: z.ZodType<T> }

const text = (expected: string, pattern = /./): Variable<string> => ({
  expected,
  schema: z.string().regex(pattern),
})

const url = (expected: string, protocol: RegExp): Variable<string> => ({
  expected,
  schema: z.url({ protocol }),
})

const flag: Variable<boolean> = {
  expected: "0 or 1",
  schema: z.enum(["0", "1"]).transform((value) => value === "1"),
}

const whole = (minimum: number, maximum: number): Variable<number> => ({
  expected: `a whole number from ${minimum} to ${maximum}`,
  schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(minimum).max(maximum)),
})

const variables = {
  DATABASE_URL: url(
    "a PostgreSQL address such as postgresql://user:password@host:5432/slipway",
    /^postgres(ql)?$/,
  ),
  SLIPWAY_DATABASE_POOL: whole(1, 1_000),
  PORT: whole(1, 65_535),
  SLIPWAY_URL: url("the http or https address people open, such as https://slipway.example.com", /^https?$/),
  SLIPWAY_DATA_DIR: text("a folder"),
  SLIPWAY_BOOTSTRAP_TOKEN: text("1 to 200 visible ASCII characters without spaces", /^[\x21-\x7e]{1,200}$/),
  SLIPWAY_TOKEN: text("an API token, slw_…"),
  SLIPWAY_DEMO: flag,
  SLIPWAY_SECRET_KEY: text(
    "at least 32 random characters, for instance from `openssl rand -hex 32`",
    /^.{32,}$/,
  ),
  SLIPWAY_SECRET_KEY_PREVIOUS: text(
    "earlier secret keys, separated by commas",
    /^\s*[^,]{32,}(,[^,]{32,})*$/,
  ),
  NEXTAUTH_SECRET: text("at least 32 random characters", /^.{32,}$/),
  SLIPWAY_LOG_LEVEL: {
    expected: "fatal, error, warn, info, debug, trace or silent",
    schema: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]),
  },
  SLIPWAY_WORKER: flag,
  SLIPWAY_WORKER_CONCURRENCY: whole(1, 100),
  SLIPWAY_LEASE_SECONDS: whole(1, 60),
  SLIPWAY_TRUSTED_PROXIES: whole(0, 10),
  SLIPWAY_HELM: text("the path of a helm binary"),
  SLIPWAY_HELM_ENV: text(
    "names of variables separated by commas, such as AWS_PROFILE,AWS_REGION",
    /^[A-Za-z_]\w*(\s*,\s*[A-Za-z_]\w*)*$/,
  ),
  SLIPWAY_CLUSTERS: text("the clusters"),
  KUBECONFIG: text("the path of a kubeconfig file"),
  SLIPWAY_CHARTS_FOLDER: text("folders of packaged charts: path or name=path, separated by commas"),
  SLIPWAY_ALLOWED_HOSTS: text("hosts separated by commas, such as charts.example.com,*.example.org"),
  SLIPWAY_PRIVATE_HOSTS: text("hosts separated by commas, such as charts.internal:8443"),
  OIDC_ISSUER: url("the http or https address of the issuer", /^https?$/),
  OIDC_CLIENT_ID: text("the client id"),
  OIDC_CLIENT_SECRET: text("the client secret"),
  OIDC_ROLE_CLAIM: text("the name of a claim"),
} satisfies Record<string, Variable>

type Name = keyof typeof variables
type Value<N extends Name> = z.output<(typeof variables)[N]["schema"]>

/** An empty variable counts as not set, since Compose files and shells pass them on. */
function given(source: NodeJS.ProcessEnv, name: Name): string | null {
  return source[name]?.trim() || null
}

/** One sentence for each variable that cannot be used. Values are not repeated: some are secrets. */
export function environmentProblems(source: NodeJS.ProcessEnv): string[] {
  const names = Object.keys(variables).filter((name): name is Name => name in variables)
  const wrong = names.filter((name) => {
    const value = given(source, name)
    return value !== null && !variables[name].schema.safeParse(value).success
  })
  return [...wrong.map((name) => `${name} must be ${variables[name].expected}.`), ...oidcProblems(source)]
}

function oidcProblems(source: NodeJS.ProcessEnv): string[] {
  const together = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const
  const missing = together.filter((name) => given(source, name) === null)
  if (missing.length === 0 || missing.length === together.length) return []
  return [`${together.join(", ")} belong together: ${missing.join(" and ")} must be set too.`]
}

/** Read when asked for, so that the launcher and tests can set it first. Null when not set. */
function read<N extends Name>(name: N): Value<N> | null
function read(name: Name): unknown {
  const value = given(process.env, name)
  if (value === null) return null
  const parsed = variables[name].schema.safeParse(value)
  if (!parsed.success) throw new Error(`${name} must be ${variables[name].expected}.`)
  return parsed.data
}

function required<N extends Name>(name: N): Value<N> {
  const value = read(name)
  if (value === null) throw new Error(`${name} is not set. Start Slipway with npm start, or set it.`)
  return value
}

export function databaseUrl(): string {
  return required("DATABASE_URL")
}

/** Null: use the PostgreSQL in the data folder. */
export function outsideDatabaseUrl(): string | null {
  return read("DATABASE_URL")
}

/** Connections a process may hold; several processes share PostgreSQL's default of 100. */
export function databasePoolSize(): number {
  return read("SLIPWAY_DATABASE_POOL") ?? 16
}

export function port(): number {
  return read("PORT") ?? 3000
}

/** The address people open, without a slash at the end. */
export function publicUrl(): string {
  return (read("SLIPWAY_URL") ?? `http://localhost:${port()}`).replace(/\/+$/, "")
}

/** next-auth reads the address from a variable of its own. */
export function tellNextAuthTheAddress(): void {
  process.env.NEXTAUTH_URL ||= publicUrl()
}

/** Where the local database, keys and caches are; may be relative to the project. */
export function dataFolder(): string {
  return read("SLIPWAY_DATA_DIR") ?? ".data"
}

export function demoWanted(): boolean {
  return read("SLIPWAY_DEMO") ?? true
}

export function logLevel(): string {
  return read("SLIPWAY_LOG_LEVEL") ?? (process.env.NODE_ENV === "test" ? "silent" : "info")
}

/** Null: the one kept in the data folder is used, or made. */
export function givenSecretKey(): string | null {
  return read("SLIPWAY_SECRET_KEY")
}

/** Signs session cookies; one of its own, derived from the secret key, so that neither gives the other away. */
export function sessionSecret(): string {
  return read("NEXTAUTH_SECRET") ?? deriveKey(required("SLIPWAY_SECRET_KEY"), "session")
}

export type KeyPurpose =
  | "stored-answer"
  | "payload-hash"
  | "sign-in-limit"
  | "release-values"
  | "masked-value"
  | "repository-password"

/** 32 bytes for one purpose, from the secret key: none of them gives another away. */
export function keyFor(purpose: KeyPurpose): Buffer {
  return bytesFor(required("SLIPWAY_SECRET_KEY"), purpose)
}

/** The key for one purpose, and those of earlier secret keys, which are only read with. */
export function keysFor(purpose: KeyPurpose): Buffer[] {
  const previous = read("SLIPWAY_SECRET_KEY_PREVIOUS")?.split(",") ?? []
  return [keyFor(purpose), ...previous.map((key) => bytesFor(key.trim(), purpose))]
}

const bytesFor = (secretKey: string, purpose: KeyPurpose) =>
  Buffer.from(hkdfSync("sha256", secretKey, "slipway", purpose, 32))

function deriveKey(secretKey: string, purpose: string): string {
  return Buffer.from(hkdfSync("sha256", secretKey, "slipway", purpose, 32)).toString("base64url")
}

/** How many reverse proxies stand in front and add to X-Forwarded-For. */
export function trustedProxies(): number {
  return read("SLIPWAY_TRUSTED_PROXIES") ?? 0
}

export function bootstrapToken(): string | null {
  return read("SLIPWAY_BOOTSTRAP_TOKEN")
}

/** For scripts that call a running Slipway: who they are there. */
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
  return {
    issuer,
    clientId: required("OIDC_CLIENT_ID"),
    clientSecret: required("OIDC_CLIENT_SECRET"),
    roleClaim: read("OIDC_ROLE_CLAIM"),
  }
}

/** Whether this Slipway takes operations itself; otherwise `npm run worker` does, elsewhere. */
export function workerWanted(): boolean {
  return read("SLIPWAY_WORKER") ?? true
}

/** How many operations a worker runs at a time. */
export function workerConcurrency(): number {
  return read("SLIPWAY_WORKER_CONCURRENCY") ?? 4
}

/** How long a worker that says nothing keeps its operations; it says something three times as often. */
export function leaseSeconds(): number {
  return read("SLIPWAY_LEASE_SECONDS") ?? 20
}

/** Null: the one on the PATH, or a download. */
export function givenHelm(): string | null {
  return read("SLIPWAY_HELM")
}

/** `name=path-of-a-kubeconfig` or `name=path#context`, separated by commas. */
export function givenClusters(): string | null {
  return read("SLIPWAY_CLUSTERS")
}

/** One path, or several separated as in PATH. */
export function givenKubeconfig(): string | null {
  return read("KUBECONFIG")
}

/** Folders of packaged charts, as `path` or `name=path` separated by commas. */
export function givenChartsFolders(): string | null {
  return read("SLIPWAY_CHARTS_FOLDER")
}

function list(name: "SLIPWAY_ALLOWED_HOSTS" | "SLIPWAY_PRIVATE_HOSTS" | "SLIPWAY_HELM_ENV"): string[] | null {
  const parts = read(name)?.split(",") ?? null
  return parts?.map((part) => part.trim()).filter((part) => part !== "") ?? null
}

/** The only hosts that may be asked where a user gives the address. Null: any of the public internet. */
export function allowedHosts(): string[] | null {
  return list("SLIPWAY_ALLOWED_HOSTS")
}

/** Hosts that may be asked although their address is private. */
export function privateHosts(): string[] {
  return list("SLIPWAY_PRIVATE_HOSTS") ?? []
}

/** Where programs are looked for. */
export function searchPath(): string {
  return process.env.PATH ?? ""
}

/** What a program needs to reach the outside where that goes through a proxy or an authority of one's own. */
export function proxySettings(): Record<string, string> {
  return named([
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

/** What whoever starts Slipway lets Helm see besides, for programs that get credentials of a cluster. */
export function helmVariables(): Record<string, string> {
  return named(list("SLIPWAY_HELM_ENV") ?? [])
}

/** Those variables that are set. */
function named(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Whether this runs in a pod that has an account of its cluster. */
export function runsInCluster(): boolean {
  return (process.env.KUBERNETES_SERVICE_HOST ?? "") !== ""
}
