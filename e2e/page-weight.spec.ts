import { expect, test } from "@/e2e/fixtures/test"
import { layoutShift, watchLayout } from "@/e2e/ui/layout-shift"
import { PageRequests, scriptOf } from "@/e2e/ui/page-requests"
import { pages } from "@/lib/paths"

/** Script that a page brings before anybody has pressed anything, in kB of gzip. The framework alone is 132. */
const mostScript = 220
const mostScriptOf: Record<string, number> = { Insights: 240 }
/** https://web.dev/articles/cls calls 0.1 good; the console may not jump at all. */
const mostShift = 0.02

/** What each page may ask the server for when it is opened, beside its own document and the stream, and how often. */
const opened: Record<string, { path: string; asks?: Record<string, number> }> = {
  Overview: { path: pages.overview() },
  // What is in view, and what lies on either side.
  Timeline: { path: pages.timeline(), asks: { "/platform/deployments/timeline": 3 } },
  History: { path: pages.history(), asks: { "/platform/deployments/history": 1 } },
  // A table reads on before its end is in view.
  Promotions: { path: pages.promotions(), asks: { "/platform/deployments/promotions": 1 } },
  Drift: { path: pages.drift() },
  Insights: { path: pages.insights() },
  Tenants: { path: pages.tenants() },
  Releases: { path: pages.releases(), asks: { "/clusters": 1, "/helm/releases": 1, "/tenants": 1 } },
  Rollouts: { path: pages.rollouts() },
  "New rollout": { path: pages.newRollout(), asks: { "/helm/charts": 1, "/tenants": 1 } },
  Charts: { path: pages.charts() },
  Environments: { path: pages.environments() },
  Clusters: { path: pages.clusters(), asks: { "/clusters": 1 } },
  Repositories: { path: pages.repositories() },
  Tokens: { path: pages.tokens() },
  Users: { path: pages.users() },
  Audit: { path: pages.audit(), asks: { "/audit": 1 } },
}

test.describe("A page", () => {
  for (const [name, { path, asks = {} }] of Object.entries(opened)) {
    test(`${name} comes with what it shows, asks for nothing twice, and does not jump`, async ({
      page,
      slipway,
    }) => {
      await slipway.record({ environment: "dev", imageTag: "v1.0.0" })
      await watchLayout(page)
      const requests = new PageRequests(page)
      const answer = await page.goto(path)
      const html = (await answer?.text()) ?? ""
      await requests.untilAnswered()
      expect(requests.beyond(asks), "what it asks for beside").toEqual([])
      expect(await scriptOf(page, html), "kB of script").toBeLessThan(mostScriptOf[name] ?? mostScript)
      expect(await layoutShift(page), "layout shift").toBeLessThanOrEqual(mostShift)
    })
  }
})
