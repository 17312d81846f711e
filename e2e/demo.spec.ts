import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "@playwright/test"
import { LaunchedSlipway } from "@/e2e/app/launched-slipway"
import { expectAccessible, expectFitsPhone } from "@/e2e/ui/accessible"
import { SignIn } from "@/e2e/ui/sign-in"
import { findFreePort } from "@/lib/platform/db/embedded-port"

// A separate Slipway, because the other tests share one ledger and this one must contain demo data.
test.describe.configure({ timeout: 180_000 })

let folder: string

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-demo-"))
  // PostgreSQL's own account enters this folder when the tests run as root.
  await chmod(folder, 0o755)
})

test.afterAll(async () => {
  await LaunchedSlipway.stopAll()
  await rm(folder, { recursive: true, force: true })
})

test("demo data is labeled, and an admin removes it permanently", async ({ page }) => {
  const at = { folder, port: await findFreePort() }
  const slipway = await LaunchedSlipway.start(at, { SLIPWAY_DEMO: "1" })
  const password = slipway.output.match(/with the password (\S+)/)?.[1] ?? ""
  await page.goto(`${slipway.url}/sign-in`)
  await new SignIn(page).submit({ email: "admin@slipway.local", password })
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
})
