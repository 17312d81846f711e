import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, type Page, test } from "@playwright/test"
import { LaunchedSlipway } from "@/e2e/app/launched-slipway"
import { expectAccessible, expectFitsPhone } from "@/e2e/ui/accessible"
import { FirstRun } from "@/e2e/ui/first-run"
import { OverviewPage } from "@/e2e/ui/overview-page"
import { SignIn } from "@/e2e/ui/sign-in"
import { findFreePort } from "@/lib/platform/db/embedded-port"

// A separate Slipway, because the other tests share one ledger and this one contains demo data, and then nothing.
test.describe.configure({ timeout: 180_000 })

let folder: string

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-first-run-"))
  // PostgreSQL's own account enters this folder when the tests run as root.
  await chmod(folder, 0o755)
})

test.afterAll(async () => {
  await LaunchedSlipway.stopAll()
  await rm(folder, { recursive: true, force: true })
})

test("a new installation labels its demo data, and once an admin removed it, shows the first steps until the first deployment", async ({
  page,
}) => {
  const at = { folder, port: await findFreePort() }
  const slipway = await LaunchedSlipway.start(at, { SLIPWAY_DEMO: "1" })
  await page.goto(`${slipway.url}/sign-in`)
  await new SignIn(page).submit(slipway.firstAdmin())
  await test.step("the demo data is removed permanently", () => removeDemoData(page))
  await test.step("the first steps are checked off", () => takeFirstSteps(page, slipway))
})

async function removeDemoData(page: Page): Promise<void> {
  const banner = page.getByRole("complementary", { name: "Demo data" })
  await expect(banner).toContainText("You are viewing demo data.")
  const dialog = page.getByRole("dialog", { name: "Remove demo data?" })
  await expect(async () => {
    if (!(await dialog.isVisible()))
      await banner.getByRole("button", { name: "Remove demo data" }).click({ timeout: 2_000 })
    await expect(dialog).toBeVisible({ timeout: 2_000 })
  }, "the page listens to clicks").toPass()
  await expectAccessible(page)
  await expectFitsPhone(page)
  await dialog.getByRole("button", { name: "Remove" }).click()
  await expect(page.getByText("Demo data removed")).toBeVisible({ timeout: 60_000 })
  await expect(banner).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible()
  await expect(banner).toHaveCount(0)
}

async function takeFirstSteps(page: Page, slipway: LaunchedSlipway): Promise<void> {
  const firstRun = new FirstRun(page)
  await expect(firstRun.invitation).toBeVisible()
  await expectAccessible(page)
  await new OverviewPage(page).untilLive()
  await expect(firstRun.step("Add a tenant")).not.toContainText("Done")
  const added = await page.request.post(`${slipway.url}/api/v1/tenants`, {
    data: { slug: "first" },
    headers: { origin: slipway.url },
  })
  expect(added.status()).toBe(201)
  await expect(firstRun.step("Add a tenant").getByRole("img", { name: "Done" })).toBeVisible()
  await expect(firstRun.step("Install a chart")).toContainText("Install for first")
  await firstRun.makeToken()

  const command = await firstRun.command()
  const [, url = ""] = command.match(/POST (\S+)/) ?? []
  const [, authorization = ""] = command.match(/Authorization: ([^"]+)"/) ?? []
  const [, body = ""] = command.match(/-d '([^']+)'/) ?? []
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body,
  })
  expect(response.status).toBe(201)
  await expect(new OverviewPage(page).card("dev")).toContainText("v1.0.0")
  await expect(firstRun.invitation).toBeHidden()
}
