import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "@playwright/test"
import { LaunchedSlipway } from "@/e2e/app/launched-slipway"
import { expectAccessible } from "@/e2e/ui/accessible"
import { FirstRun } from "@/e2e/ui/first-run"
import { OverviewPage } from "@/e2e/ui/overview-page"
import { SignIn } from "@/e2e/ui/sign-in"
import { findFreePort } from "@/lib/platform/db/embedded-port"

// A separate Slipway, because the other tests share one ledger and this one must be empty.
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

test("an empty installation shows the first steps, checks them off, and shows the first deployment right after its command runs", async ({
  page,
}) => {
  const slipway = await LaunchedSlipway.start({ folder, port: await findFreePort() })
  const password = slipway.output.match(/with the password (\S+)/)?.[1] ?? ""
  await page.goto(`${slipway.url}/sign-in`)
  await new SignIn(page).submit({ email: "admin@slipway.local", password })
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
})
