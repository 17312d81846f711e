import { randomUUID } from "node:crypto"
import { expect, test } from "@/e2e/fixtures/test"
import { Table } from "@/e2e/ui/table"

/** A reserved name, which never resolves. */
const url = "https://hooks.invalid/slipway"

test.describe("Webhooks", () => {
  test("an admin creates one, sees what a test event came to, and sends it again", async ({ page }) => {
    const name = `receiver ${randomUUID().slice(0, 8)}`
    const press = (button: string) => page.getByRole("button", { name: button, exact: true }).first().click()
    const confirm = (button: string) =>
      page.getByRole("dialog").getByRole("button", { name: button, exact: true }).click()

    await page.goto("/settings/webhooks")
    await press("New webhook")
    const dialog = page.getByRole("dialog")
    await dialog.getByLabel("Name", { exact: true }).fill(name)
    await dialog.getByLabel("URL", { exact: true }).fill(url)
    await dialog.getByLabel(/^rollout\.aborted/).check()
    await confirm("Create webhook")
    const secret = await dialog.getByRole("region", { name: "secret", exact: true }).textContent()
    expect(secret).toMatch(/^whsec_/)
    await confirm("Done")
    await expect(page.getByText(String(secret))).toHaveCount(0)

    await new Table(page, "Webhooks").row(name).click()
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible()
    await press("Send test event")
    const log = new Table(page, "Deliveries, newest first")
    await expect(log.row("webhook.test")).toContainText("cannot be resolved", { timeout: 30_000 })
    await expect(log.row("webhook.test")).toContainText("Pending")

    await log.row("webhook.test").click()
    const drawer = page.getByRole("dialog")
    await expect(drawer.getByRole("region", { name: "payload as JSON" })).toContainText(
      '"type": "webhook.test"',
    )
    const attempts = drawer.getByRole("region", { name: "Attempts" }).getByRole("listitem")
    const before = await attempts.count()
    await confirm("Send now")
    await expect.poll(() => attempts.count(), { timeout: 30_000 }).toBeGreaterThan(before)
    await page.keyboard.press("Escape")

    await press("Rotate secret…")
    await confirm("Rotate secret")
    await expect(dialog.getByRole("region", { name: "secret", exact: true })).toContainText("whsec_")
    await confirm("Done")
    await expect(page.getByText("Requests are also signed with the previous secret until")).toBeVisible()

    await press("Disable…")
    await confirm("Disable")
    await expect(page.getByText(/Nothing is sent until it is enabled/)).toBeVisible()
    await expect(log.row("webhook.test")).toContainText("Failed")

    await press("Remove…")
    await confirm("Remove")
    await expect(page).toHaveURL(/\/settings\/webhooks$/)
    await expect(new Table(page, "Webhooks").row(name)).toHaveCount(0)
  })
})
