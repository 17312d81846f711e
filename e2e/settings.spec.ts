import { randomUUID } from "node:crypto"
import { expect, test } from "@/e2e/fixtures/test"
import { expectAccessible, expectFitsPhone } from "@/e2e/ui/accessible"
import { SettingsPage } from "@/e2e/ui/settings-page"

const unique = () => randomUUID().slice(0, 8)

test.describe("Settings", () => {
  test("a token is shown once, records a deployment, and is refused once revoked", async ({
    page,
    request,
    application,
  }) => {
    const settings = new SettingsPage(page)
    const name = `pipeline ${unique()}`
    await settings.open("tokens")
    const token = await settings.makeToken(name)
    const record = () =>
      request.post("/api/v1/platform/deployments", {
        data: { application, environment: "dev", imageTag: "v1" },
        headers: { authorization: `Bearer ${token}` },
      })
    expect((await record()).status()).toBe(201)
    await settings.revokeToken(name)
    await expect(settings.row("API tokens", name)).toContainText("Revoked")
    expect((await record()).status()).toBe(401)
  })

  test("an admin adds a person, who can sign in with the password shown once", async ({
    page,
    browser,
    baseURL,
  }) => {
    const settings = new SettingsPage(page)
    const email = `new-${unique()}@example.test`
    await settings.open("users")
    const password = await settings.addUser({ email, name: "Somebody New" })
    const context = await browser.newContext({ baseURL })
    await settings.signInElsewhere(await context.newPage(), { email, password })
    await context.close()
  })

  test("a new environment takes deployments by its name and its aliases", async ({
    page,
    slipway,
    application,
  }) => {
    const settings = new SettingsPage(page)
    const name = `qa-${unique()}`
    await settings.open("environments")
    await settings.addEnvironment({ name, rank: "15", aliases: `${name}-alias` })
    await expect(settings.row("Environments", name)).toContainText("15")
    const recorded = await slipway.record({ application, environment: `${name}-alias`, imageTag: "v1" })
    expect(recorded.environment).toBe(name)
  })

  test("the name of another environment is refused in words, and nothing typed is lost", async ({ page }) => {
    const settings = new SettingsPage(page)
    await settings.open("environments")
    await settings.fillEnvironment({ name: "prod", rank: "40", aliases: "" })
    await expect(page.getByRole("alert")).toContainText("prod")
    await expect(page.getByLabel("Rank")).toHaveValue("40")
  })

  test("the audit log tells who recorded what, and verifies", async ({ page, slipway, application }) => {
    const recorded = await slipway.record({ application, environment: "dev", imageTag: "v1" })
    const settings = new SettingsPage(page)
    await settings.open(`audit?subjectId=${recorded.id}`)
    await expect(settings.row("Audit log", "deployment.recorded")).toContainText("bootstrap token")
    await settings.verifyAudit()
    await expect(page.getByRole("status").filter({ hasText: "none changed" })).toBeVisible()
  })

  for (const part of ["tokens", "users", "audit"]) {
    test(`an operator is told who can help with ${part}`, async ({ pageAs }) => {
      const page = await pageAs("OPERATOR")
      await new SettingsPage(page).open(part)
      await expect(page.getByText("This page is for admins")).toBeVisible()
    })
  }

  test("a viewer reads the environments and is offered no change", async ({ pageAs }) => {
    const page = await pageAs("VIEWER")
    const settings = new SettingsPage(page)
    await settings.open("environments")
    await expect(settings.row("Environments", "staging")).toBeVisible()
    await expect(page.getByRole("button", { name: /New environment|Change/ })).toHaveCount(0)
  })

  for (const part of ["tokens", "users", "audit", "environments", "account"]) {
    test(`${part}: nothing for axe to find, and fits a phone`, async ({ page }) => {
      await new SettingsPage(page).open(part)
      await expectAccessible(page)
      await expectFitsPhone(page)
    })
  }
})
