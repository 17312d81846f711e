import { randomBytes } from "node:crypto"
import { type Browser, type BrowserContext, chromium } from "@playwright/test"
import { findBrowser } from "@/e2e/fixtures/browser"
import { SignIn } from "@/e2e/ui/sign-in"
import type { Slipway } from "./stage"

/** A Chromium with a user signed in to a Slipway. */
export class Visitor {
  private constructor(
    private readonly browser: Browser,
    private readonly baseURL: string,
    private readonly cookies: Awaited<ReturnType<BrowserContext["cookies"]>>,
  ) {}

  static async signIn({ caller }: Slipway): Promise<Visitor> {
    const password = randomBytes(12).toString("hex")
    const person = { email: `visitor-${password}@example.test`, name: "Visitor", role: "ADMIN", password }
    await caller.call({ method: "POST", path: "/api/v1/users", body: JSON.stringify(person) })
    const baseURL = `http://localhost:${caller.port}`
    const browser = await chromium.launch(await findBrowser())
    const context = await browser.newContext({ baseURL })
    await new SignIn(await context.newPage()).signIn(person)
    const cookies = await context.cookies()
    await context.close()
    return new Visitor(browser, baseURL, cookies)
  }

  /** A window with an empty cache. */
  async window({ signedIn = true } = {}): Promise<BrowserContext> {
    const viewport = { width: 1440, height: 900 }
    const context = await this.browser.newContext({ baseURL: this.baseURL, viewport })
    if (signedIn) await context.addCookies(this.cookies)
    return context
  }

  async leave(): Promise<void> {
    await this.browser.close()
  }
}
