import { randomUUID } from "node:crypto"
import { expect } from "@playwright/test"
import type { SlipwayApi } from "@/e2e/app/slipway-api"
import { pages } from "@/lib/platform/paths"

const chart = "matih-ai-service"
const newSlug = () => `w-${randomUUID().slice(0, 8)}`

export type OpenedPage = {
  /** Its path; a function first seeds the page's data. */
  path: string | ((slipway: SlipwayApi) => Promise<string>)
  /** The requests it may make in addition to its document and the event stream, and how often; ids are an ellipsis. */
  asks?: Record<string, number>
  /** The maximum kB of script before any interaction, as transferred. The framework alone is 114. */
  script: number
  /** No user is signed in; such a page has no event stream either. */
  signedOut?: boolean
}

/** Every page of the console by its folder. */
export const openedPages: Record<string, Required<OpenedPage>> = Object.fromEntries(
  Object.entries<OpenedPage>({
    // With the verdicts of the environments, and a next step for everything that needs attention.
    "/": { script: 185, path: pages.overview() },
    "/timeline": {
      script: 201,
      path: pages.timeline(),
      // The visible records, and those on either side; what ran on either side; rollouts and annotations behind the lanes.
      asks: {
        "/platform/deployments/timeline": 3,
        "/platform/deployments/timeline/versions": 2,
        "/helm/rollouts": 1,
        "/platform/annotations": 1,
      },
    },
    "/running": { script: 193, path: pages.running(), asks: { "/platform/deployments/lanes": 1 } },
    // The history can also be sorted on a phone.
    "/history": { script: 195, path: pages.history(), asks: { "/platform/deployments/history": 1 } },
    "/activity": { script: 193, path: pages.activity(), asks: { "/activity": 1 } },
    "/deployments/[id]": {
      script: 185,
      path: buildDeployment,
      asks: {
        "/platform/deployments/history": 1,
        "/platform/deployments/promotions": 1,
        "/platform/deployments/…/tenants": 1,
        "/audit": 1,
        "/ingest/log": 1,
      },
    },
    // A table prefetches before its end is visible, also the table of tenants.
    "/promotions": { script: 191, path: pages.promotions(), asks: { "/platform/deployments/promotions": 1 } },
    "/drift": { script: 190, path: pages.drift() },
    // With data to render: the graphs are 119 of it.
    "/insights": { script: 320, path: insights },
    "/insights/weeks/[week]": { script: 188, path: pages.digest("2026-W07") },
    "/[...missing]": { script: 177, path: "/nothing-is-here" },
    "/search": { script: 175, path: pages.search({ q: "v1.0.0" }) },
    "/tenants": { script: 191, path: pages.tenants(), asks: { "/tenants": 1 } },
    "/tenants/[id]": {
      script: 180,
      path: aTenant,
      asks: { "/clusters": 1, "/helm/charts": 1, "/helm/releases/tenant/…/history": 1 },
    },
    "/tenants/[id]/install": {
      script: 185,
      path: async (slipway) => pages.install(await newTenant(slipway)),
      asks: { "/clusters": 1, "/helm/charts": 1, "/helm/releases/tenant/…": 1 },
    },
    "/releases": {
      script: 197,
      path: pages.releases(),
      asks: { "/clusters": 1, "/helm/releases": 1, "/tenants": 1 },
    },
    // The browser loads the values of the releases.
    "/values": {
      script: 197,
      path: pages.values({ path: "replicaCount" }),
      asks: { "/clusters": 1, "/helm/values": 1, "/helm/values/summary": 1, "/tenants": 1 },
    },
    "/releases/[id]": {
      script: 191,
      path: buildRelease,
      // The end of its install may be announced once more after the page was read.
      asks: {
        "/clusters": 1,
        "/helm/releases/…": 1,
        "/helm/releases/…/history": 1,
        "/helm/releases/…/resources": 1,
      },
    },
    "/releases/[id]/upgrade": {
      script: 185,
      path: (slipway) => buildRelease(slipway, pages.upgradeRelease),
      asks: { "/clusters": 1, "/helm/charts/demo/matih-ai-service": 1 },
    },
    "/rollouts": { script: 191, path: pages.rollouts() },
    "/rollouts/[id]": {
      script: 191,
      path: aRollout,
      // Its end may be announced once more after the page was read.
      asks: { "/helm/rollouts/…": 2 },
    },
    "/rollouts/new": { script: 209, path: pages.newRollout(), asks: { "/helm/charts": 1, "/tenants": 1 } },
    "/charts": { script: 191, path: pages.charts() },
    "/charts/[repository]/[name]": { script: 220, path: pages.chart("demo", chart) },
    "/settings/account": { script: 164, path: pages.account() },
    "/settings/environments": { script: 173, path: pages.environments() },
    "/settings/clusters": { script: 180, path: pages.clusters(), asks: { "/clusters": 1 } },
    "/settings/repositories": {
      script: 172,
      path: pages.repositories(),
      // The excluded files of a folder are known only after reading it.
      asks: { "/helm/repositories/…/check": 1 },
    },
    "/settings/pipelines": { script: 175, path: pages.pipelines() },
    "/settings/pipelines/sources": {
      script: 174,
      path: pages.eventSources(),
      asks: { "/ingest/sources": 1 },
    },
    "/settings/pipelines/requests": { script: 192, path: pages.requests(), asks: { "/ingest/log": 1 } },
    "/settings/freezes": { script: 193, path: pages.freezes() },
    "/settings/quarantine": { script: 191, path: pages.quarantine() },
    "/settings/tokens": { script: 189, path: pages.tokens() },
    "/settings/webhooks": { script: 191, path: pages.webhooks(), asks: { "/webhooks": 1 } },
    "/settings/webhooks/[id]": {
      script: 196,
      path: aWebhook,
      asks: { "/webhooks/…": 3, "/webhooks/…/deliveries": 3 },
    },
    "/settings/users": { script: 189, path: pages.users() },
    "/settings/audit": { script: 191, path: pages.audit(), asks: { "/audit": 1 } },
    "/settings/status": { script: 171, path: pages.status() },
    "/sign-in": { script: 149, path: pages.signIn(), signedOut: true },
    "/api/docs": { script: 147, path: pages.apiDocs(), signedOut: true },
    "/api/docs/errors": { script: 145, path: "/api/docs/errors", signedOut: true },
  }).map(([folder, page]) => [folder, { asks: {}, signedOut: false, ...page }]),
)

async function buildDeployment(slipway: SlipwayApi): Promise<string> {
  const { id } = await slipway.record({ environment: "dev", imageTag: "v1.0.0" })
  return pages.deployment(String(id))
}

async function aWebhook(slipway: SlipwayApi): Promise<string> {
  const webhook = { name: newSlug(), url: "https://hooks.invalid/", events: ["rollout.aborted"] }
  return pages.webhook(String((await slipway.post("/api/v1/webhooks", webhook)).id))
}

async function insights(slipway: SlipwayApi): Promise<string> {
  const { application } = await slipway.record({ environment: "prod", imageTag: "v1.0.0" })
  return pages.insights({ application: String(application) })
}

type PageOf = (id: string) => string

async function aTenant(slipway: SlipwayApi): Promise<string> {
  return pages.tenant((await sharedRelease(slipway)).tenantId)
}

async function buildRelease(slipway: SlipwayApi, page: PageOf = pages.release): Promise<string> {
  return page((await sharedRelease(slipway)).releaseId)
}

async function aRollout(slipway: SlipwayApi): Promise<string> {
  const { slug } = await tenantWithRelease(slipway)
  const path = `/api/v1/helm/releases/chart/${chart}/batch-upgrade?targetVersion=1.1.0`
  const waves = [{ name: "All of the test", selector: { slug } }]
  const { id } = await slipway.post(path, { waves })
  await waitUntilIs(slipway, `/api/v1/helm/rollouts/${id}`, "state", "COMPLETED")
  return pages.rollout(String(id))
}

let shared: ReturnType<typeof tenantWithRelease> | undefined

/** One installed release is enough for all pages that are only opened. */
function sharedRelease(slipway: SlipwayApi) {
  shared ??= tenantWithRelease(slipway)
  return shared
}

async function newTenant(slipway: SlipwayApi, slug = newSlug()): Promise<string> {
  return String((await slipway.post("/api/v1/tenants", { slug, tags: { slug } })).id)
}

async function tenantWithRelease(slipway: SlipwayApi) {
  const slug = newSlug()
  const tenantId = await newTenant(slipway, slug)
  const release = { tenantId, releaseName: `${slug}-ai`, chartName: chart, chartVersion: "1.0.0" }
  const { id: releaseId } = await slipway.post("/api/v1/helm/releases", release)
  await waitUntilIs(slipway, `/api/v1/helm/releases/${releaseId}`, "status", "DEPLOYED")
  return { slug, tenantId, releaseId: String(releaseId) }
}

async function waitUntilIs(slipway: SlipwayApi, path: string, field: string, value: string): Promise<void> {
  await expect.poll(async () => Object(await slipway.get(path))[field], { timeout: 60_000 }).toBe(value)
}
