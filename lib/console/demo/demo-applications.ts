export type DemoEnvironment = "dev" | "staging" | "prod"

/** How one demo application is built and shipped. */
export type DemoApplication = {
  name: string
  /** Average number of builds per working day. */
  buildsPerDay: number
  /** The share of builds in dev that go on to staging, and of those to prod. */
  toStaging: number
  toProd: number
  /** The share of arrivals in prod that must be rolled back. */
  badInProd: number
  /** Deployment duration in minutes, by environment. */
  minutes: Record<DemoEnvironment, number>
  /** The number of days without a deployment to prod, so that prod drifts. */
  prodQuietDays: number
  pipeline: string
  people: readonly string[]
  tag: (build: number, commit: string) => string
}

const platformTeam = ["maya.okafor", "jonas.lindqvist", "priya.raman"]

export const demoApplications: readonly DemoApplication[] = [
  {
    name: "platform",
    buildsPerDay: 2.6,
    toStaging: 0.55,
    toProd: 0.5,
    badInProd: 0.08,
    minutes: { dev: 4, staging: 9, prod: 16 },
    prodQuietDays: 0,
    pipeline: "platform-cd",
    people: platformTeam,
    tag: (build, commit) => `v2.${30 + Math.floor(build / 12)}.${build % 12}-${commit.slice(0, 7)}`,
  },
  {
    name: "checkout",
    buildsPerDay: 1.8,
    toStaging: 0.7,
    toProd: 0.65,
    badInProd: 0.06,
    minutes: { dev: 2, staging: 3, prod: 5 },
    prodQuietDays: 0,
    pipeline: "github-actions",
    people: ["tomas.novak", "lucia.ferrari"],
    tag: (build) => `v1.${8 + Math.floor(build / 20)}.${build % 20}`,
  },
  {
    name: "identity",
    buildsPerDay: 0.8,
    toStaging: 0.8,
    toProd: 0.6,
    badInProd: 0.04,
    minutes: { dev: 3, staging: 5, prod: 8 },
    prodQuietDays: 24,
    pipeline: "github-actions",
    people: ["priya.raman", "hana.sato"],
    tag: (build) => `v3.${Math.floor(build / 15)}.${build % 15}`,
  },
  {
    name: "notifications",
    buildsPerDay: 0.6,
    toStaging: 0.75,
    toProd: 0.8,
    badInProd: 0.05,
    minutes: { dev: 1.5, staging: 2, prod: 3 },
    prodQuietDays: 0,
    pipeline: "gitlab-runner",
    people: ["tomas.novak"],
    tag: (_build, commit) => `release-${commit.slice(0, 10)}`,
  },
]

export const rollbackReasons = [
  "Error rate on /checkout went from 0.2 % to 4 %",
  "Memory grows until the pods are restarted",
  "Sign-in fails for tenants with SAML",
  "A migration locks the orders table",
  "Latency p95 doubled after the new cache",
  "Notifications are sent twice",
] as const
