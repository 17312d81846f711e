import { readdirSync } from "node:fs"
import { dirname, sep } from "node:path"
import { openedPages } from "@/e2e/app/opened-pages"
import { expect, test } from "@/e2e/fixtures/test"
import { layoutShift, maxShift, watchLayout } from "@/e2e/ui/layout-shift"
import { ignoreChanges, PageRequests } from "@/e2e/ui/page-requests"
import { pages } from "@/lib/platform/paths"

/** The routes of app/ that have a page, without route groups. */
function foldersWithPage(): string[] {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" })
  return files
    .filter((file) => file.endsWith(`${sep}page.tsx`))
    .map((file) => {
      const parts = dirname(file).split(sep)
      return `/${parts.filter((part) => !part.startsWith("(")).join("/")}`
    })
}

test.describe("Page weight", () => {
  test("every page has a limit", () => {
    expect(Object.keys(openedPages).sort()).toEqual(foldersWithPage().sort())
  })

  for (const [folder, { path, asks, script, signedOut }] of Object.entries(openedPages)) {
    test(`${folder} is sent with its data, makes no duplicate requests and does not shift`, async ({
      page,
      slipway,
    }) => {
      await slipway.record({ environment: "dev", imageTag: "v1.0.0" })
      const address = typeof path === "string" ? path : await path(slipway)
      if (signedOut) await page.context().clearCookies()
      await ignoreChanges(page)
      await watchLayout(page)
      const requests = new PageRequests(page)
      await page.goto(address)
      await requests.waitUntilIdle({ live: !signedOut })
      expect.soft(await requests.script(), "kB of script").toBeLessThan(script)
      expect.soft(await layoutShift(page), "layout shift").toBeLessThanOrEqual(maxShift)
      expect(requests.beyond(asks), "additional requests").toEqual([])
    })
  }

  test("the toaster loads its script only for the first message and shows it", async ({ page, slipway }) => {
    const { id } = await slipway.record({ environment: "dev", imageTag: "v1.0.0" })
    await page.goto(pages.deployment(String(id)))
    await page.getByRole("button", { name: /Copy deployment id/ }).click()
    await expect(page.getByText(/^(Deployment id copied|Could not copy deployment id)$/)).toBeVisible()
  })
})
