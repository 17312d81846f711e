import { randomUUID } from "node:crypto"
import type { SlipwayApi } from "@/e2e/app/slipway-api"
import { expect, test } from "@/e2e/fixtures/test"
import { expectAccessible, expectFitsPhone } from "@/e2e/ui/accessible"
import { RolloutPage } from "@/e2e/ui/rollout-page"
import { Table } from "@/e2e/ui/table"

const chart = "matih-ai-service"
const before = "1.0.0"
const target = "1.1.0"

type Seeded = { slug: string; releaseId: unknown }
type ToSeed = { ring?: string; version?: string; broken?: boolean }

/** Succeeds while it has no pods: an upgrade with a pod fails. */
const broken = { replicaCount: 0, image: { tag: "broken" } }
const breaking = { valuesOverride: { replicaCount: 1 }, timeout: 4 }

/** Tenants that share a tag of this test only, each with a DEPLOYED release. */
async function seed(slipway: SlipwayApi, run: string, releases: readonly ToSeed[]): Promise<Seeded[]> {
  const seeded = await Promise.all(
    releases.map(async ({ ring = "main", version = before, broken: fails = false }, index) => {
      const slug = `r${index}-${run}`
      const { id: tenantId } = await slipway.post("/api/v1/tenants", { slug, tags: { run, ring } })
      const { id } = await slipway.post("/api/v1/helm/releases", {
        tenantId,
        releaseName: `${slug}-ai`,
        chartName: chart,
        chartVersion: version,
        valuesOverride: fails ? broken : {},
      })
      return { slug, releaseId: id }
    }),
  )
  for (const { releaseId } of seeded) {
    const status = async () => Object(await slipway.get(`/api/v1/helm/releases/${releaseId}`)).status
    await expect.poll(status, { timeout: 60_000 }).toBe("DEPLOYED")
  }
  return seeded
}

const newRun = () => randomUUID().slice(0, 8)

/** A rollout to the tenants of this test only, started through the API. */
function started(slipway: SlipwayApi, run: string, options: Record<string, unknown> = {}) {
  const waves = [{ name: "All of the test", selector: { run } }]
  const path = `/api/v1/helm/releases/chart/${chart}/batch-upgrade?targetVersion=${target}`
  return slipway.post(path, { waves, timeout: 60, ...options })
}

const canaryFirst = (run: string) => [
  { name: "Canary", selector: { run, ring: "canary" } },
  { name: "The rest", selector: { run } },
]

test.describe("Rollouts", () => {
  test.slow()

  test("every release is shown before the start, with its wave, its version change and why it is skipped", async ({
    page,
    slipway,
  }) => {
    const run = newRun()
    const [first, second, reachable, unreachable] = await seed(slipway, run, [
      { ring: "canary" },
      {},
      { version: target },
      {},
    ])
    await slipway.patch(`/api/v1/tenants/${unreachable?.slug}`, { status: "SUSPENDED" })
    const rollouts = new RolloutPage(page)
    await rollouts.openWizard({ bake: "0m" })
    await rollouts.chooseChart(chart)
    await expect(rollouts.targetVersion).toHaveText("Choose a version…")
    await rollouts.look.click()
    await expect(page.getByText("Choose a version.")).toBeVisible()
    await rollouts.chooseVersion(target)
    await rollouts.addTag(1, `run=${run}`)
    await expect(rollouts.summary).toContainText("Upgrade 2 releases in 1 wave, one at a time")
    await rollouts.button("Add wave").click()
    await rollouts.waveName(2).fill("The rest")
    await rollouts.addTag(2, `run=${run}`)
    await rollouts.waveName(1).fill("Canary")
    await rollouts.addTag(1, "ring=canary")
    await expect(page.getByText("Matches 1 tenant, 1 release to upgrade")).toHaveCount(2)
    await page.getByLabel("Concurrency").fill("4")
    await rollouts.look.click()
    await expect(rollouts.planned(String(first?.slug))).toContainText(
      /1\.0\.0.*1\.1\.0.*minor.*Upgrade.*1\. Canary/,
    )
    await expect(rollouts.planned(String(second?.slug))).toContainText("2. The rest")
    await expect(rollouts.planned(String(reachable?.slug))).toContainText("It already runs 1.1.0.")
    await expect(rollouts.planned(String(unreachable?.slug))).toContainText("is suspended")
    await expect(page).toHaveURL(/step=preview/)
    await page.goBack()
    await expect(rollouts.waveName(1)).toHaveValue("Canary")
    await expect(page.getByLabel("Concurrency")).toHaveValue("4")
    await rollouts.look.click()
    await rollouts.button("Start…").click()
    await expect(
      page.getByRole("dialog", { name: "Upgrade 2 releases in 2 waves, 4 at a time" }),
    ).toContainText("is rolled back to its previous revision automatically")
  })

  test("a rollout is paused by its threshold, its failed release inspected next to the board, resumed and rolled back, while a viewer sees its progress and no actions", async ({
    page,
    pageAs,
    slipway,
  }) => {
    const run = newRun()
    const [bad, good] = await seed(slipway, run, [{ ring: "canary", broken: true }, {}])
    const { id } = await started(slipway, run, { ...breaking, maxFailures: 0, waves: canaryFirst(run) })
    const rollouts = new RolloutPage(page)
    await rollouts.open(id)
    await rollouts.becomes("Paused automatically")
    await expect(rollouts.tile(String(bad?.slug))).toContainText("cannot pull the image")
    await expect(rollouts.tile(String(good?.slug))).toContainText("Waiting")

    await page
      .getByRole("list", { name: "Releases by state" })
      .getByRole("button", { name: "Failed" })
      .click()
    await expect(rollouts.tile(String(good?.slug))).toHaveCount(0)
    await rollouts.tileLink(String(bad?.slug)).click()
    const drawer = page.getByRole("dialog", { name: String(bad?.slug) })
    await expect(drawer.getByRole("log")).toContainText("UPGRADE FAILED")
    await expect(drawer.getByRole("alert")).toContainText("ImagePullBackOff")
    await page.goto(page.url())
    await expect(drawer.getByRole("log")).toBeVisible()
    await expectAccessible(page)
    await expectFitsPhone(page)
    await drawer.getByRole("link", { name: "Open the release" }).click()
    await expect(page.getByRole("heading", { level: 1, name: `${bad?.slug}-ai` })).toBeVisible()

    await rollouts.open(id)
    await rollouts.button("Resume").click()
    await rollouts.becomes("Completed")
    await expect(rollouts.tile(String(good?.slug))).toContainText("Upgraded")
    await expect(rollouts.wave("Canary")).toContainText("1 of 1 done, 1 failed")

    const seen = await pageAs("VIEWER")
    const board = new RolloutPage(seen)
    await board.open(id)
    await board.becomes("Completed")
    await rollouts.button("Roll back…").click()
    const dialog = page.getByRole("dialog", { name: "Roll back the rollout" })
    await expect(dialog).toContainText("1 release that was upgraded: rolled back to the previous revision")
    await dialog.getByLabel("Reason").fill("Answers got slower")
    const sent = page.waitForRequest((request) => request.url().endsWith("/rollback"))
    await dialog.getByRole("button", { name: "Roll back" }).click()
    expect(await (await sent).headerValue("if-match")).toMatch(/^"/)
    await rollouts.becomes("Rolled back")
    await expect(rollouts.tile(String(good?.slug))).toContainText("Rolled back")
    expect(await slipway.get(`/api/v1/helm/releases/${good?.releaseId}`)).toMatchObject({
      chartVersion: before,
    })
    await board.becomes("Rolled back")
    await expect(seen.getByRole("button", { name: /^(Pause|Resume|Abort…|Roll back…)$/ })).toHaveCount(0)
    await seen.goto("/rollouts")
    await expect(new Table(seen, "Rollouts, newest first").row(chart).first()).toBeVisible()
    await expect(seen.getByRole("link", { name: "New rollout" })).toHaveCount(0)
  })

  test("a value that the API rejects is reported at its field, and the input is kept", async ({ page }) => {
    const rollouts = new RolloutPage(page)
    await rollouts.openWizard({ chart: `demo/${chart}`, version: "9.9.9", concurrency: "51" })
    await expect(page.getByText("Enter a whole number from 1 to 50.")).toBeVisible()
    await page.getByLabel("Concurrency").fill("3")
    await expect(rollouts.targetVersion).toHaveAttribute("aria-invalid", "true")
    await expect(page.getByText("has no version 9.9.9").first()).toBeVisible()
    await rollouts.look.click()
    await expect(rollouts.targetVersion).toBeFocused()
    await expect(page.getByLabel("Concurrency")).toHaveValue("3")
  })
})
