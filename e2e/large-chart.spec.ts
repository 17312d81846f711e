import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type APIRequestContext, expect, type Page, test } from "@playwright/test"
import { LaunchedSlipway } from "@/e2e/app/launched-slipway"
import { SlipwayApi } from "@/e2e/app/slipway-api"
import { ReleasePage } from "@/e2e/ui/release-page"
import { SignIn } from "@/e2e/ui/sign-in"
import { packChart } from "@/lib/fleet/charts/archive/pack-chart"
import { findFreePort } from "@/lib/platform/db/embedded-port"
import { largeChart } from "@/tools/testing/large-chart"
import { slowness } from "@/tools/testing/slowness"

const patient = { timeout: 60_000 }
const releases = "/api/v1/helm/releases"

let folder: string
let slipway: LaunchedSlipway

test.describe.configure({ timeout: 300_000 })

// A separate Slipway: computation for other tests would count, too.
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-large-"))
  // PostgreSQL's own account enters it when the tests run as root.
  await chmod(folder, 0o755)
  slipway = await LaunchedSlipway.start({ folder, port: await findFreePort() })
})

test.afterAll(async () => {
  await LaunchedSlipway.stopAll()
  await rm(folder, { recursive: true, force: true })
})

test("A chart of over 100 objects and 4 MB is installed, upgraded and uninstalled, and no event loop computes for 100 ms", async ({
  browser,
  playwright,
}) => {
  const request = await playwright.request.newContext({ baseURL: slipway.url })
  const api = new SlipwayApi(request)
  const small = Object.entries(largeChart()).filter(([file]) => /values|workload/.test(file))
  await addChart("small", Object.fromEntries(small))
  await addChart("large", largeChart())
  const page = await (await browser.newContext({ baseURL: slipway.url })).newPage()
  await new SignIn(page).signIn(slipway.firstAdmin())
  const neighbor = new Neighbor(api)
  await neighbor.install()
  // Code is loaded on first use.
  await new ReleaseLifecycle(page, api, "small").goThrough()

  const before = await longStretches(request)
  const large = new ReleaseLifecycle(page, api, "large")
  await large.install()
  await neighbor.upgrade()
  await large.isDeployed(1)
  await neighbor.isUpgraded()
  await large.upgrade()
  await large.uninstall()
  expect(await longStretches(request)).toEqual(before)
  await request.dispose()
})

async function addChart(name: string, files: Record<string, string>): Promise<void> {
  const chartFiles = { "Chart.yaml": `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`, ...files }
  const source = new Map(Object.entries(chartFiles).map(([path, text]) => [path, Buffer.from(text)]))
  await writeFile(join(folder, "charts", "demo", `${name}-1.0.0.tgz`), packChart(name, source))
}

/** A release of another tenant, changed by a pipeline. */
class Neighbor {
  private path = ""

  constructor(private readonly api: SlipwayApi) {}

  async install(): Promise<void> {
    const { id: tenantId } = await this.api.post("/api/v1/tenants", { slug: "neighbor" })
    const chart = { chartName: "matih-ai-service", chartVersion: "1.0.0" }
    const { id } = await this.api.post(releases, { tenantId, releaseName: "app", ...chart })
    this.path = `${releases}/${id}`
    await this.reaches({ status: "DEPLOYED", revision: 1, operation: null })
  }

  async upgrade(): Promise<void> {
    await this.api.post(`${this.path}/upgrade`, { valuesOverride: { replicaCount: 2 } })
  }

  isUpgraded(): Promise<void> {
    return this.reaches({ status: "DEPLOYED", revision: 2, operation: null, lastError: null })
  }

  private reaches(state: Record<string, unknown>): Promise<void> {
    return expect.poll(() => this.api.get(this.path), patient).toMatchObject(state)
  }
}

/** What an admin does with a chart in the console. */
class ReleaseLifecycle {
  private readonly releases: ReleasePage
  private path = ""

  constructor(
    private readonly page: Page,
    private readonly api: SlipwayApi,
    private readonly chart: "small" | "large",
  ) {
    this.releases = new ReleasePage(page)
  }

  async goThrough(): Promise<void> {
    await this.install()
    await this.isDeployed(1)
    await this.upgrade()
    await this.uninstall()
  }

  async install(): Promise<void> {
    const slug = `team-${this.chart}`
    await this.api.post("/api/v1/tenants", { slug, clusterScoped: true })
    await this.releases.openInstall(slug)
    await this.releases.fillInstall({ chart: this.chart, version: "1.0.0", name: this.chart })
    await this.releases.look.click()
    await this.isPreviewed("install")
    await this.releases.button("Install").click()
    await this.page.waitForURL(/\/releases\/[0-9a-f-]{36}$/, patient)
    this.path = `${releases}/${this.page.url().split("/").at(-1)}`
  }

  async upgrade(): Promise<void> {
    await this.page.getByRole("link", { name: "Upgrade" }).click()
    await this.releases.chooseVersion("1.0.0")
    await this.releases.value("round").fill("2")
    await this.releases.look.click()
    await this.isPreviewed("upgrade")
    await this.releases.button("Upgrade").click()
    await this.page.waitForURL(/\/releases\/[0-9a-f-]{36}$/, patient)
    await this.isDeployed(2)
  }

  async uninstall(): Promise<void> {
    const dialog = await this.releases.requestUninstall()
    await expect(dialog.getByRole("region", { name: "What will be removed" })).toBeVisible(patient)
    await dialog.getByLabel("Type the release name to confirm").fill(this.chart)
    await dialog.getByLabel("Reason").fill("No longer needed")
    await dialog.getByRole("button", { name: "Uninstall" }).click()
    await expect(this.releases.revision("Uninstalled")).toContainText("No longer needed", patient)
    expect(await this.api.get(this.path)).toMatchObject({ status: "UNINSTALLED", lastError: null })
  }

  async isDeployed(revision: number): Promise<void> {
    const deployed = { status: "DEPLOYED", revision, operation: null, lastError: null }
    await expect.poll(() => this.api.get(this.path), patient).toMatchObject(deployed)
    await expect(this.releases.revision(revision === 1 ? "Installed" : "Upgraded")).toContainText(
      "Current",
      patient,
    )
  }

  private async isPreviewed(change: "install" | "upgrade"): Promise<void> {
    const heading = this.page.getByRole("heading", {
      name: change === "install" ? "Install preview" : "Upgrade preview",
    })
    await expect(heading).toBeVisible(patient)
    if (this.chart === "small" || change === "upgrade") return
    await expect(this.page.getByText(/CRDs are not installed yet/)).toBeVisible()
  }
}

/**
 * In seconds, a bound of the histogram. Twice the limit of lib/worker/endurance/large-chart.test.ts, because here
 * everything runs at the same time on a possibly slow machine.
 */
const bound = slowness() < 1.5 ? "0.1" : "0.25"
const line = new RegExp(
  `^slipway_event_loop_delay_seconds_(\\w+)\\{process="(\\w+)",id="[^"]*"(?:,le="${bound}")?\\} (\\d+)$`,
  "gm",
)

/** How often each process blocked its event loop for longer than the bound, according to its next report. */
async function longStretches(request: APIRequestContext): Promise<Record<string, number>> {
  const read = async () => {
    const authorization = `Bearer ${process.env.SLIPWAY_BOOTSTRAP_TOKEN}`
    const text = await (await request.get("/api/metrics", { headers: { authorization } })).text()
    const samples = [...text.matchAll(line)].map(([, part, process, value]) => [
      `${process} ${part}`,
      Number(value),
    ])
    const figures: Record<string, number> = Object.fromEntries(samples)
    return figures
  }
  const { "worker count": reported = 0 } = await read()
  await expect.poll(async () => (await read())["worker count"], patient).toBeGreaterThan(reported)
  const figures = await read()
  const longIn = (process: string) =>
    (figures[`${process} count`] ?? NaN) - (figures[`${process} bucket`] ?? NaN)
  return { web: longIn("web"), worker: longIn("worker") }
}
