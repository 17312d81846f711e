import { test as base, expect } from "@/e2e/fixtures/test"
import { SignIn } from "@/e2e/ui/sign-in"
import { meSchema } from "@/lib/identity/users/schema"

const test = base.extend<{ signIn: SignIn }>({
  signIn: async ({ page }, use) => use(new SignIn(page)),
})

test.beforeEach(({ page }) => page.context().clearCookies())

test("a user from the identity provider signs in with the role of their groups and returns to the requested page", async ({
  page,
  signIn,
}) => {
  await page.goto("/drift?drifted=true")
  await signIn.atProvider("ada")
  await expect(page).toHaveURL(/\/drift\?drifted=true/)
  const me = meSchema.parse(await (await page.request.get("/api/v1/users/me")).json())
  expect(me).toMatchObject({ email: "ada@example.test", name: "Ada", role: "OPERATOR", hasPassword: false })
})

test("an e-mail address that the provider has not verified does not match an existing account", async ({
  page,
  signIn,
}) => {
  await signIn.open()
  await signIn.atProvider("mallory")
  await expect(page).toHaveURL(/\/sign-in/)
  await expect(page.getByRole("alert").filter({ hasText: "has not verified the address" })).toBeVisible()
  expect((await page.request.get("/api/v1/users/me")).status()).toBe(401)
})
