import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { chromium, type Page, request } from "@playwright/test"
import { LaunchedSlipway } from "@/e2e/app/launched-slipway"
import { SlipwayApi } from "@/e2e/app/slipway-api"
import { findBrowser } from "@/e2e/fixtures/browser"
import { PageRequests } from "@/e2e/ui/page-requests"
import { SignIn } from "@/e2e/ui/sign-in"
import { findFreePort } from "@/lib/platform/db/embedded-port"
import { pages } from "@/lib/platform/paths"
import { upgraded, upgradeEverybody, waitUntilInstalled } from "./scene"

process.env.SLIPWAY_BOOTSTRAP_TOKEN ||= `pictures-${crypto.randomUUID()}`

/** `npm run pictures`: takes the screenshots of the README, of a fresh Slipway with its demo data. */
const folder = await mkdtemp(join(tmpdir(), "slipway-pictures-"))
const slipway = await LaunchedSlipway.start({ folder, port: await findFreePort() }, { SLIPWAY_DEMO: "1" })
const browser = await chromium.launch(await findBrowser())
try {
  const viewport = { width: 1440, height: 900 }
  const context = await browser.newContext({ baseURL: slipway.url, viewport, colorScheme: "light" })
  const page = await context.newPage()
  await new SignIn(page).signIn(slipway.firstAdmin())
  const api = new SlipwayApi(await request.newContext({ baseURL: slipway.url }))
  await waitUntilInstalled(api)
  await capture(page, "overview", pages.overview())
  await capture(page, "timeline", pages.timeline())
  await capture(page, "releases", pages.releases())
  await capture(page, "release", pages.release(await upgraded(api)))
  await capture(page, "rollout", pages.rollout(await upgradeEverybody(api)))
} finally {
  await browser.close()
  await slipway.stop()
  await rm(folder, { recursive: true, force: true })
}

async function capture(page: Page, name: string, path: string): Promise<void> {
  const requests = new PageRequests(page)
  await page.goto(path)
  await requests.waitUntilIdle()
  await page.screenshot({ path: join("e2e", "pictures", `${name}.png`), animations: "disabled" })
}
