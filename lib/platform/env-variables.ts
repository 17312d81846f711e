import { z } from "zod"

/** One variable: its expected value, as a phrase that follows "NAME must be …", and its schema. */
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

const wholeNumber = (minimum: number, maximum: number): Variable<number> => ({
  expected: `a whole number from ${minimum} to ${maximum}`,
  schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(minimum).max(maximum)),
})

/** Every environment variable that configures Slipway. */
export const variables = {
  DATABASE_URL: url(
    "a PostgreSQL URL with one host, such as postgresql://user:password@host:5432/slipway",
    /^postgres(ql)?$/,
  ),
  DATABASE_DIRECT_URL: url("the PostgreSQL URL that bypasses a connection pooler", /^postgres(ql)?$/),
  DATABASE_REPLICA_URL: url("the PostgreSQL URL of a replica", /^postgres(ql)?$/),
  SLIPWAY_DATABASE_POOL: wholeNumber(1, 1_000),
  PORT: wholeNumber(1, 65_535),
  SLIPWAY_URL: url("the public http or https URL, such as https://slipway.example.com", /^https?$/),
  SLIPWAY_DATA_DIR: text("a folder"),
  SLIPWAY_BOOTSTRAP_TOKEN: text("1 to 200 visible ASCII characters without spaces", /^[\x21-\x7e]{1,200}$/),
  SLIPWAY_TOKEN: text("an API token, slw_…"),
  SLIPWAY_DEMO: flag,
  SLIPWAY_SECRET_KEY: text(
    "at least 32 random characters, for example from `openssl rand -hex 32`",
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
  SLIPWAY_WORKER_CONCURRENCY: wholeNumber(1, 100),
  SLIPWAY_LEASE_SECONDS: wholeNumber(1, 60),
  SLIPWAY_TRUSTED_PROXIES: wholeNumber(0, 10),
  SLIPWAY_KEEP_REQUESTS_DAYS: wholeNumber(0, 3_650),
  SLIPWAY_KEEP_WEBHOOK_DELIVERIES_DAYS: wholeNumber(5, 3_650),
  SLIPWAY_KEEP_OPERATION_LOGS_DAYS: wholeNumber(1, 36_500),
  SLIPWAY_HELM: text("the path of a helm binary"),
  SLIPWAY_HELM_ENV: text(
    "names of variables separated by commas, such as AWS_PROFILE,AWS_REGION",
    /^[A-Za-z_]\w*(\s*,\s*[A-Za-z_]\w*)*$/,
  ),
  SLIPWAY_CLUSTERS: text("the clusters"),
  KUBECONFIG: text("the path of a kubeconfig file"),
  SLIPWAY_HELM_IDENTITY: text(
    "tenant or cluster, or one for each cluster such as blue=tenant,green=cluster",
    /^\s*((tenant|cluster)|[^,=\s]+=(tenant|cluster)(\s*,\s*[^,=\s]+=(tenant|cluster))*)\s*$/,
  ),
  SLIPWAY_TENANT_ROLES: text(
    "names of ClusterRoles separated by commas, such as admin",
    /^\s*[^,\s/]+(\s*,\s*[^,\s/]+)*\s*$/,
  ),
  SLIPWAY_CLUSTER_SCOPED_ROLE: text("the name of a ClusterRole, such as cluster-admin", /^[^,\s/]+$/),
  SLIPWAY_CHARTS_FOLDER: text("folders of packaged charts: path or name=path, separated by commas"),
  SLIPWAY_ALLOWED_HOSTS: text("hosts separated by commas, such as charts.example.com,*.example.org"),
  SLIPWAY_PRIVATE_HOSTS: text("hosts separated by commas, such as charts.internal:8443"),
  OIDC_ISSUER: url("the http or https URL of the issuer", /^https?$/),
  OIDC_CLIENT_ID: text("the client id"),
  OIDC_CLIENT_SECRET: text("the client secret"),
  OIDC_ROLE_CLAIM: text("the name of a claim"),
} satisfies Record<string, Variable>
