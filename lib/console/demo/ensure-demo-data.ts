import { namedFolders } from "@/lib/fleet/charts/named-folders"
import { installRelease } from "@/lib/fleet/releases/install-release"
import { installReleaseSchema } from "@/lib/fleet/releases/schema"
import { isSandboxEnabled } from "@/lib/kube/cluster/sandbox-enabled"
import { currentOfLaneSql } from "@/lib/ledger/deployments/current-sql"
import { RejectedRows } from "@/lib/ledger/deployments/import/rejected-rows"
import { importDeployments } from "@/lib/ledger/deployments/import-deployments"
import { defaultApplication } from "@/lib/ledger/deployments/schema"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { isDemoEnabled } from "@/lib/platform/env"
import { minuteMs } from "@/lib/platform/instant"
import { createQuarantine } from "@/lib/policy/quarantine/write-quarantine"
import { deleteDemoData } from "./delete-demo-data"
import { claimDemoData, demoActor, demoQuarantineReason, readDemoState } from "./demo-state"
import { type DemoDeployment, DemoStory, demoApplications } from "./demo-story"
import { createDemoTenants } from "./demo-tenants"

const environments = ["dev", "staging", "prod"]

/**
 * Creates demo data in an empty ledger, once per installation, and removes it when SLIPWAY_DEMO=0 is set. Requires the
 * default environments of a new installation.
 */
export async function ensureDemoData(): Promise<void> {
  if (!isDemoEnabled()) {
    if ((await readDemoState())?.present) await deleteDemoData(demoActor)
    return
  }
  await transaction(async () => {
    if (!(await isFresh()) || !(await claimDemoData())) return
    const rejectedRows = new RejectedRows()
    await importDeployments(
      demoActor,
      { format: "application/x-ndjson", chunks: () => fileOf(new Date()) },
      rejectedRows,
    )
    const [first] = rejectedRows.errors
    if (first !== undefined)
      throw new Error(`The demo data contains a row that cannot be recorded: ${first.detail}`)
    await quarantineRolledBackTag()
    await createDemoTenants()
    await createDemoReleases()
  })
}

async function isFresh(): Promise<boolean> {
  const existing = await db().environmentName.count({ where: { name: { in: environments } } })
  return (
    existing === environments.length && (await db().deployment.findFirst({ select: { id: true } })) === null
  )
}

async function* fileOf(now: Date): AsyncGenerator<Uint8Array> {
  yield Buffer.from(
    demoRows(now)
      .map((row) => JSON.stringify(row))
      .join("\n"),
  )
}

/** The newest tag of the platform that was rolled back in production, and that runs nowhere else. */
async function quarantineRolledBackTag(): Promise<void> {
  const running = await db().$queryRaw<{ imageTag: string }[]>`
    SELECT current.* FROM lane l CROSS JOIN LATERAL (${currentOfLaneSql(Prisma.sql`d.image_tag AS "imageTag"`)}) current
    WHERE l.application = ${defaultApplication}`
  const rolledBack = await db().deployment.findFirst({
    where: {
      application: defaultApplication,
      environment: { production: true },
      status: "ROLLED_BACK",
      imageTag: { notIn: running.map(({ imageTag }) => imageTag) },
    },
    orderBy: [{ deployedAt: "desc" }, { seq: "desc" }],
  })
  if (rolledBack === null) return
  const { imageTag, application } = rolledBack
  await createQuarantine(demoActor, { imageTag, application, reason: demoQuarantineReason })
}

type DemoRelease = {
  tenant: string
  chart: string
  version: string
  /**
   * Ships the platform: 0 is the version in production, n means n versions behind. Otherwise the chart's own version.
   */
  behind?: number
  values?: Record<string, unknown>
}

const neverReady = { image: { tag: "broken" } }

/**
 * A fleet with something to upgrade, and one failed install. Dune Energy has no releases, so that users can try
 * installing one.
 */
const demoReleases: readonly DemoRelease[] = [
  {
    tenant: "aurora-retail",
    chart: "matih-ai-service",
    version: "1.1.0",
    behind: 0,
    values: { replicaCount: 2 },
  },
  { tenant: "aurora-retail", chart: "matih-query-engine", version: "1.1.0" },
  { tenant: "aurora-retail", chart: "matih-data-plane", version: "3.2.0" },
  { tenant: "bluefin-logistics", chart: "matih-ai-service", version: "2.0.0", behind: 0 },
  { tenant: "bluefin-logistics", chart: "matih-query-engine", version: "1.0.0" },
  {
    tenant: "cedar-health",
    chart: "matih-ai-service",
    version: "1.1.0",
    behind: 1,
    values: { replicaCount: 3 },
  },
  { tenant: "cedar-health", chart: "matih-data-plane", version: "3.1.0" },
  { tenant: "ember-bank", chart: "matih-ai-service", version: "1.0.0", behind: 2 },
  { tenant: "ember-bank", chart: "matih-query-engine", version: "0.9.0" },
  { tenant: "fjord-media", chart: "matih-ai-service", version: "1.0.0" },
  { tenant: "fjord-media", chart: "matih-query-engine", version: "1.1.0", values: neverReady },
]

/** Requests the demo releases; a worker installs them with Helm like any other release. */
async function createDemoReleases(): Promise<void> {
  if (!isSandboxEnabled() || !namedFolders().some(({ builtIn }) => builtIn)) return
  const tenants = await db().tenant.findMany({ where: { demo: true } })
  const idOf = new Map(tenants.map(({ slug, id }) => [slug, id]))
  const tags = await newestInProduction()
  for (const release of demoReleases) {
    const tenantId = idOf.get(release.tenant)
    if (tenantId !== undefined) await installRelease(demoActor, requestOf(release, tenantId, tags))
  }
}

/**
 * The image tags of the platform that reached production last, newest first. Both demo deployments and demo releases
 * ship them.
 */
async function newestInProduction(): Promise<string[]> {
  const rows = await db().deployment.findMany({
    where: { application: defaultApplication, environment: { production: true }, status: "DEPLOYED" },
    orderBy: [{ deployedAt: "desc" }, { seq: "desc" }],
    take: 50,
    select: { imageTag: true },
  })
  return [...new Set(rows.map(({ imageTag }) => imageTag))]
}

function requestOf(
  { tenant, chart, version, behind, values }: DemoRelease,
  tenantId: string,
  tags: string[],
) {
  const tag = behind === undefined ? undefined : tags[behind]
  return installReleaseSchema.parse({
    tenantId,
    releaseName: `${tenant}-${chart.replace(/^matih-/, "")}`,
    chartName: `demo/${chart}`,
    chartVersion: version,
    ...(tag !== undefined && { appVersion: tag }),
    valuesOverride: { ...values, ...(tag !== undefined && { image: { tag } }) },
    timeout: 20,
    description: "Demo data",
  })
}

/** The demo deployments as import rows, oldest first, ending with one in progress. */
export function demoRows(now: Date): Record<string, unknown>[] {
  const stories = demoApplications.map(
    (application, index) => new DemoStory(application, now.getTime(), index + 1),
  )
  const deployments = stories
    .flatMap((story) => story.deployments)
    .sort((a, b) => a.deployedAt - b.deployedAt)
  return [...deployments.map(toRow), ...pending(deployments, now)]
}

/** The newest build of the platform in dev, on its way to staging for three minutes. */
function pending(deployments: DemoDeployment[], now: Date): Record<string, unknown>[] {
  const newest = deployments.findLast(
    ({ application, environment, status }) =>
      application === defaultApplication && environment === "dev" && status === "DEPLOYED",
  )
  if (newest === undefined) return []
  const deployedAt = Math.max(now.getTime() - 3 * minuteMs, newest.deployedAt)
  return [
    {
      ...toRow(newest),
      environment: "staging",
      status: "PENDING",
      deployedAt: toTime(deployedAt),
      completedAt: undefined,
    },
  ]
}

function toRow(deployment: DemoDeployment): Record<string, unknown> {
  const { build, committedAt, deployedAt, completedAt, rolledBackAt, ...rest } = deployment
  return {
    ...rest,
    committedAt: toTime(committedAt),
    deployedAt: toTime(deployedAt),
    completedAt: toTime(completedAt),
    rolledBackAt: toTime(rolledBackAt),
    acrRegistry: "slipwaydemo.azurecr.io",
    runUrl: `https://ci.example.com/${deployment.application}/runs/${4_000 + build}`,
    ...(deployment.application === defaultApplication ? platformDetails(build) : {}),
  }
}

/** The services and chart version that the platform ships, which advance with its builds. */
function platformDetails(build: number) {
  const version = (major: number, pace: number) =>
    `${major}.${Math.floor(build / (pace * 9))}.${Math.floor(build / pace) % 9}`
  return {
    helmChartVersion: version(4, 10),
    serviceVersions: {
      api: version(2, 1),
      web: version(5, 2),
      worker: version(1, 4),
      gateway: version(3, 7),
    },
  }
}

function toTime(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString()
}
