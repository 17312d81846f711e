import { randomUUID } from "node:crypto"
import type { SlipwayApi } from "@/e2e/app/slipway-api"
import { expect, test } from "@/e2e/fixtures/test"
import { broken, databaseUnavailable, FailingReads } from "@/e2e/ui/failing-reads"
import { api, pages } from "@/lib/platform/paths"

type Fixture = { deployment: string; tenant: string; release: string }

type Case = {
  path: string | ((fixture: Fixture) => string)
  /** What it shows instead of the data that failed to load. */
  says: string[]
  /** What it must not show, because it is unknown. */
  not?: string[]
  /** Which paths of the API fail. */
  only: RegExp
}

const chart = "matih-ai-service"

/** Each fails in part. Pages of which everything fails: app/(console)/failed-reads.test.tsx. */
const cases: Record<string, Case> = {
  "Overview, of the releases": {
    path: pages.overview(),
    only: /helm/,
    says: ["Could not load release counts", "Could not load releases that need attention"],
    not: ["No failed, stuck or outdated deployments.", "No releases yet."],
  },
  "Overview, of the ledger": {
    path: pages.overview(),
    only: /insights|activity/,
    says: ["Could not load metrics", "Could not load activity"],
    not: ["No deployments yet."],
  },
  "Drift, of the services": {
    path: pages.drift(),
    only: /state/,
    says: ["Could not load the services"],
  },
  "Deployment, of its tenants": {
    path: ({ deployment }) => pages.deployment(deployment),
    only: /tenants|promotions|audit/,
    says: ["Could not load tenants", "Could not load the promotion path", "Could not load the audit log"],
  },
  "Tenant, of its releases": {
    path: ({ tenant }) => pages.tenant(tenant),
    only: /releases/,
    says: ["Could not load releases", "Could not load the history"],
    not: ["No releases for this tenant", "No history yet"],
  },
  "Release, of its revisions": {
    path: ({ release }) => pages.release(release, { tab: "history" }),
    only: /history/,
    says: ["Could not load the history", "Could not load revisions"],
    not: ["No revisions yet"],
  },
  "Chart, of what is installed": {
    path: pages.chart("demo", chart, { part: "versions" }),
    only: /releases/,
    says: ["Could not load installed versions"],
  },
}

/** One of everything that has its own page. */
async function make(slipway: SlipwayApi): Promise<Fixture> {
  const run = randomUUID().slice(0, 8)
  const services = { serviceVersions: { web: "1.0.0" } }
  const deployment = await slipway.record({ environment: "dev", imageTag: `v1-${run}`, ...services })
  const tenant = await slipway.post(api.tenants(), { slug: `f-${run}` })
  const body = { tenantId: tenant.id, releaseName: `f-${run}`, chartName: chart, chartVersion: "1.0.0" }
  const release = await slipway.post(api.releases(), body)
  const status = async () => Object(await slipway.get(api.release(String(release.id)))).status
  await expect.poll(status, { timeout: 60_000 }).toBe("DEPLOYED")
  return { deployment: String(deployment.id), tenant: String(tenant.id), release: String(release.id) }
}

test.describe("A failed read is shown in its place", () => {
  let fixture: Promise<Fixture> | undefined

  for (const [name, { path, says, not = [], only }] of Object.entries(cases)) {
    test(`${name}: loads on retry`, async ({ page, slipway }) => {
      fixture ??= make(slipway)
      const things = await fixture
      const reads = await FailingReads.start(page, broken, only)
      await reads.open(typeof path === "string" ? path : path(things))
      for (const words of says) await expect(page.getByText(words)).toBeVisible()
      for (const words of not) await expect(page.getByText(words)).toHaveCount(0)
      reads.heal()
      await reads.retryUntilGone(says)
    })
  }

  test("the page reports an unavailable database and recovers by itself", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: "kept" })
    const reads = await FailingReads.start(page, databaseUnavailable)
    await reads.open(pages.history({ application }))
    await expect(page.getByText("The database is unavailable.")).toBeVisible()
    await expect(page.getByText("No deployment")).toHaveCount(0)
    reads.heal()
    await expect(page.getByRole("link", { name: "kept" })).toBeVisible()
    await expect(page.getByText("The database is unavailable.")).toHaveCount(0)
  })
})
