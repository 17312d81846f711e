import { randomUUID } from "node:crypto"
import { SlipwayApi } from "@/e2e/app/slipway-api"
import { test as base, expect } from "@/e2e/fixtures/test"
import { expectAccessible } from "@/e2e/ui/accessible"
import { SignIn } from "@/e2e/ui/sign-in"
import { TenantsPage } from "@/e2e/ui/tenants-page"

const test = base.extend<{ person: { email: string; password: string; id: string } }>({
  person: async ({ request }, use) => {
    const id = randomUUID().slice(0, 8)
    const person = { email: `person-${id}@example.test`, password: `a long password ${id}` }
    const created = await new SlipwayApi(request).addUser({ ...person, name: "A Person", role: "VIEWER" })
    await use({ ...person, id: String(created.id) })
  },
})

test.beforeEach(({ page }) => page.context().clearCookies())

test("a page requested before signing in opens afterwards", async ({ page, person }) => {
  await page.goto("/drift?drifted=true")
  await expect(page).toHaveURL(/\/sign-in/)
  await new SignIn(page).submit(person)
  await expect(page).toHaveURL(/\/drift\?drifted=true/)
})

test("a wrong password is rejected without saying which part was wrong", async ({ page, person }) => {
  const signIn = new SignIn(page)
  await signIn.open()
  await signIn.submit({ ...person, password: "not this one at all" })
  await expect(page.getByRole("alert").filter({ hasText: /\w/ })).toBeVisible()
  await expect(page).toHaveURL(/\/sign-in/)
})

test("a disabled user is signed out at the next request", async ({ page, person, request }) => {
  await new SignIn(page).signIn(person)
  await new SlipwayApi(request).patch(`/api/v1/users/${person.id}`, { disabled: true })
  // The page may already have noticed and be redirecting to the sign-in page.
  await page.goto("/drift").catch(() => null)
  await expect(page).toHaveURL(/\/sign-in/)
})

test("input is kept when the session ends, until the user has signed in again", async ({ page, request }) => {
  const id = randomUUID().slice(0, 8)
  const admin = { email: `admin-${id}@example.test`, password: `a long password ${id}` }
  await new SlipwayApi(request).addUser({ ...admin, name: "An Admin", role: "ADMIN" })
  await new SignIn(page).signIn(admin)
  const tenants = new TenantsPage(page)
  await tenants.open()
  await page.getByRole("button", { name: "New tenant" }).first().click()
  await page.getByLabel("Slug").fill(`kept-${id}`)
  await page.context().clearCookies()
  await page.getByRole("button", { name: "Create tenant" }).click()
  const signedOut = page.getByRole("dialog", { name: "You are signed out" })
  await expect(signedOut).toBeVisible()
  await expectAccessible(page)
  const popup = page.waitForEvent("popup")
  await signedOut.getByRole("link", { name: "Sign in" }).click()
  await new SignIn(await popup).submit(admin)
  await expect((await popup).getByRole("navigation", { name: "Main" }).first()).toBeVisible()
  await (await popup).close()
  // Returning to the tab continues, too.
  const resume = signedOut.getByRole("button", { name: "Continue" })
  if (await resume.isVisible()) await resume.click({ timeout: 5_000 }).catch(() => null)
  await expect(signedOut).toHaveCount(0)
  await page.getByRole("button", { name: "Create tenant" }).click()
  await expect(tenants.row(`kept-${id}`)).toBeVisible()
})

test("a copied session cookie is invalid after signing out", async ({
  page,
  person,
  playwright,
  baseURL,
}) => {
  await new SignIn(page).signIn(person)
  const storageState = await page.context().storageState()
  const copy = await playwright.request.newContext({ baseURL, storageState })
  expect((await copy.get("/api/v1/users/me")).status()).toBe(200)
  await page.getByRole("button", { name: /^Account of/ }).click()
  await page.getByRole("menuitem", { name: "Sign out" }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  expect((await copy.get("/api/v1/users/me")).status()).toBe(401)
  await copy.dispose()
})

test("an unknown address is not found, with the navigation for a signed-in user", async ({
  page,
  person,
}) => {
  const navigation = page.getByRole("navigation", { name: "Main" })
  const open = async () => {
    expect((await page.goto("/nothing/is/here"))?.status()).toBe(404)
    await expect(page.getByRole("heading", { level: 1, name: "Page not found" })).toBeVisible()
  }
  await open()
  await expect(navigation).toHaveCount(0)
  await new SignIn(page).signIn(person)
  await open()
  await expect(navigation.first()).toBeVisible()
})
