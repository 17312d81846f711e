import { namedFolders } from "@/lib/fleet/charts/named-folders"
import { installRelease } from "@/lib/fleet/releases/install-release"
import { installReleaseSchema } from "@/lib/fleet/releases/schema"
import { isSandboxEnabled } from "@/lib/kube/cluster/sandbox-enabled"
import { defaultApplication } from "@/lib/ledger/deployments/schema"
import { db } from "@/lib/platform/db/transaction"
import { demoActor } from "./demo-state"

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
export const demoReleases: readonly DemoRelease[] = [
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
export async function createDemoReleases(): Promise<void> {
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
 * The image tags of the platform that reached production last, newest first: both demo deployments and demo releases
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
