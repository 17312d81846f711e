import { expect, type Page, test } from "@playwright/test"
import { SlipwayApi } from "@/e2e/app/slipway-api"
import { SignIn } from "@/e2e/ui/sign-in"
import { api, pages } from "@/lib/platform/paths"
import { ChaosClient } from "@/tools/chaos/chaos-client"
import { Installation } from "@/tools/chaos/installation"

test.describe.configure({ timeout: 300_000 })

const admin = { email: "failover@example.com", name: "Failover", role: "ADMIN", password: "Not-a-guess-4711" }
const application = "failover"
const recovered = { timeout: 60_000 }

test("an open page recovers by itself when its web process dies and when PostgreSQL fails over", async ({
  browser,
  playwright,
}) => {
  const installation = await Installation.start()
  const baseURL = installation.url
  const request = await playwright.request.newContext({ baseURL })
  const context = await browser.newContext({ baseURL })
  try {
    await new SlipwayApi(request).addUser(admin)
    const page = await context.newPage()
    await new SignIn(page).signIn(admin)
    await page.goto(pages.history({ application }))
    await page.evaluate(() => Object.assign(window, { isSamePage: true }))
    await expectLive(page)
    const { webs, postgres } = installation
    const faults: Record<string, () => unknown> = {
      "web-1-killed": () => webs[0]?.signal("SIGKILL"),
      "web-2-killed": () => webs[1]?.signal("SIGKILL"),
      "failed-over": () => postgres.failOver(false),
      "failed-over-from-a-lost-machine": () => postgres.failOver(true),
    }
    const client = new ChaosClient(baseURL, installation.env.SLIPWAY_BOOTSTRAP_TOKEN ?? "", () => undefined)
    for (const [imageTag, cause] of Object.entries(faults)) {
      await cause()
      await client.retryUntilDecided("POST", api("/platform/deployments"), {
        body: { application, environment: "dev", imageTag },
      })
      await expect(page.getByRole("link", { name: imageTag, exact: true })).toBeVisible(recovered)
      await expectLive(page)
      await installation.untilReady()
    }
    expect(await page.evaluate(() => Reflect.get(window, "isSamePage"))).toBe(true)
    expect(client.problems).toEqual([])
  } finally {
    await context.close()
    await request.dispose()
    await installation.stop()
  }
})

async function expectLive(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: /status: Live$/ }).first()).toBeVisible(recovered)
}
