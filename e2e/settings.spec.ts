import { randomUUID } from "node:crypto"
import { expect, test } from "@/e2e/fixtures/test"
import { SettingsPage } from "@/e2e/ui/settings-page"

const unique = () => randomUUID().slice(0, 8)

test.describe("Settings", () => {
  test("a token is shown once, records a deployment and is rejected once revoked", async ({
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

  test("an admin sees whether the installation works, and the figures behind it", async ({
    page,
    slipway,
  }) => {
    const settings = new SettingsPage(page)
    await settings.open("status")
    const { web, database } = Object(await slipway.get("/api/v1/status"))
    const card = (title: string) =>
      page.locator("section").filter({ has: page.getByRole("heading", { name: title, exact: true }) })
    await expect(page.getByRole("region", { name: "Findings" })).toBeVisible()
    await expect(card("Web process")).toContainText(web.version)
    await expect(card("Database")).toContainText(`${database.version}`)
    await expect(card("Release changes")).toContainText("1 worker running")
    await expect(card("Clusters")).toContainText("Reachable")
  })

  test("an admin adds a user, who can sign in with the password shown once", async ({
    page,
    browser,
    baseURL,
  }) => {
    const settings = new SettingsPage(page)
    const email = `new-${unique()}@example.test`
    await settings.open("users")
    const password = await settings.addUser({ email, name: "Alex Example" })
    const context = await browser.newContext({ baseURL })
    await settings.signInElsewhere(await context.newPage(), { email, password })
    await context.close()
  })

  test("a role applies when it is saved, and signing out or disabling a user requires confirmation", async ({
    page,
    slipway,
  }) => {
    const id = unique()
    const person = { email: `${id}@example.test`, name: `Person ${id}`, password: `a long password ${id}` }
    const created = await slipway.addUser({ ...person, role: "VIEWER" })
    const readUser = async () => Object(await slipway.get(`/api/v1/users/${created.id}`))
    // The drawer hides the heading that opening a page waits for.
    await page.goto(`/settings/users?user=${created.id}`)
    const drawer = page.getByRole("dialog", { name: person.name })
    await drawer.getByLabel("Role").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(drawer.getByLabel("Role")).toHaveValue("ADMIN")
    expect((await readUser()).role).toBe("VIEWER")
    await drawer.getByLabel("Role").selectOption("OPERATOR")
    await drawer.getByRole("button", { name: "Save role" }).click()
    await expect.poll(async () => (await readUser()).role).toBe("OPERATOR")

    await drawer.getByRole("button", { name: "Disable…" }).click()
    const sure = page.getByRole("dialog", { name: `Disable ${person.name}?` })
    await sure.getByRole("button", { name: "Cancel" }).click()
    await expect(sure).toHaveCount(0)
    expect((await readUser()).disabled).toBe(false)
    await drawer.getByRole("button", { name: "Disable…" }).click()
    await sure.getByRole("button", { name: "Disable", exact: true }).click()
    await expect.poll(async () => (await readUser()).disabled).toBe(true)
    await expect(drawer.getByRole("button", { name: "Enable" })).toBeVisible()

    await drawer.getByRole("button", { name: "Reset password…" }).click()
    const reset = page.getByRole("dialog", { name: /^Reset the password/ })
    await reset.getByRole("button", { name: "Reset password" }).click()
    await expect(reset.getByText("Send this password")).toBeVisible()
  })

  test("a new environment accepts deployments by its name and its aliases", async ({
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

  test("the audit log shows who recorded what, and verifies", async ({ page, slipway, application }) => {
    const recorded = await slipway.record({ application, environment: "dev", imageTag: "v1" })
    const settings = new SettingsPage(page)
    await settings.open(`audit?subjectId=${recorded.id}`)
    await expect(settings.row("Audit log", "deployment.recorded")).toContainText("bootstrap token")
    await settings.verifyAudit()
    await expect(page.getByRole("status").filter({ hasText: "no changes found" })).toBeVisible()
  })

  test("an operator sees which admins can help with tokens, users, webhooks and the audit log", async ({
    pageAs,
  }) => {
    const page = await pageAs("OPERATOR")
    for (const part of ["tokens", "users", "webhooks", "audit"]) {
      await new SettingsPage(page).open(part)
      await expect(page.getByText("Admins only")).toBeVisible()
      await expect(page.getByRole("main").getByRole("link", { name: /@/ }).first()).toBeVisible()
    }
  })

  test("a viewer sees the environments and no actions", async ({ pageAs }) => {
    const page = await pageAs("VIEWER")
    const settings = new SettingsPage(page)
    await settings.open("environments")
    await expect(settings.row("Environments", "staging")).toBeVisible()
    await expect(page.getByRole("button", { name: /New environment|Edit|Archive/ })).toHaveCount(0)
  })
})
