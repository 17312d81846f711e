import { expect, type Page } from "@playwright/test"
import { api } from "@/lib/platform/paths"

declare global {
  interface Window {
    next?: { router?: { push: (path: string) => void } }
  }
}

type Failure = { status: number; headers?: Record<string, string>; title: string; detail: string }

export const broken: Failure = { status: 500, title: "Internal error", detail: "Broken by the test." }
export const databaseUnavailable: Failure = {
  status: 503,
  headers: { "retry-after": "1" },
  title: "Unavailable",
  detail: "The database is not responding.",
}

/**
 * A console whose reads fail. The data that the server preloads for a page is removed from its response, as if the preload
 * failed, so that the page calls the API and gets the failure.
 */
export class FailingReads {
  private failing = true

  private constructor(private readonly page: Page) {}

  /** Lets reads fail from now on; `paths` selects which paths of the API fail. */
  static async start(page: Page, failure = broken, paths = /./): Promise<FailingReads> {
    const reads = new FailingReads(page)
    await page.goto("/settings/account")
    await page.route("**/*_rsc=*", async (route) => {
      const response = await route.fetch()
      await route.fulfill({
        response,
        body: withoutReads(await response.text()),
      })
    })
    await page.route("**/api/v1/**", async (route) => {
      const { pathname } = new URL(route.request().url())
      const isRead = route.request().method() === "GET" && pathname !== api("/events") && paths.test(pathname)
      if (!reads.failing || !isRead) return route.fallback()
      const { status, headers = {}, ...said } = failure
      await route.fulfill({
        status,
        headers,
        contentType: "application/problem+json",
        body: JSON.stringify(said),
      })
    })
    return reads
  }

  /** Opens a page as a link does. */
  async open(path: string): Promise<void> {
    await expect.poll(() => this.page.evaluate(() => typeof window.next?.router?.push)).toBe("function")
    await this.page.evaluate((to) => window.next?.router?.push(to), path)
  }

  heal(): void {
    this.failing = false
  }

  /** Clicks every "Retry" until none of the errors is left. A repository that is really slow keeps its own button. */
  async retryUntilGone(errors: readonly string[]): Promise<void> {
    await expect(async () => {
      for (const button of await this.page.getByRole("button", { name: "Retry" }).all()) {
        await button.click({ timeout: 1_000 }).catch(() => undefined)
      }
      for (const words of errors) {
        await expect(this.page.getByText(words)).toHaveCount(0, { timeout: 2_000 })
      }
    }).toPass()
  }
}

/** Renames the preloaded reads in the response, and the references to them, so that nothing finds them. */
function withoutReads(response: string): string {
  return response.replaceAll('"queries":[', '"unread":[').replaceAll(":queries:", ":unread:")
}
