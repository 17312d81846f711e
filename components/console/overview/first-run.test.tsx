import { screen, within } from "@testing-library/react"
import { beforeEach, expect, it, vi } from "vitest"
import FirstRun from "@/components/console/overview/first-run"
import { LiveProvider } from "@/components/layout/live"
import type { ReleaseSummary } from "@/lib/fleet/releases/fleet-schema"
import { FakeSource } from "@/tools/testing/fake-event-source"
import { renderUi } from "@/tools/testing/render-ui"

beforeEach(() => vi.stubGlobal("EventSource", FakeSource))

const sandbox = { name: "sandbox", sandbox: true, reachable: true }
const ownCluster = { name: "prod", sandbox: false, reachable: true }
const tenant = { id: "7", name: "Acme" }
const noReleases: ReleaseSummary = { total: 0, byStatus: {}, byChart: {}, byChartAndStatus: {} }

function renderSteps(
  clusters: object[],
  tenants: object[],
  summary: ReleaseSummary | undefined = noReleases,
) {
  renderUi(
    <LiveProvider>
      <FirstRun
        rights={{ admin: true, record: true, readReleases: true, changeReleases: true }}
        summary={{ data: summary, error: null, refetch: () => undefined }}
      />
    </LiveProvider>,
    { "GET /api/v1/clusters": { body: clusters }, "GET /api/v1/tenants": { body: tenants } },
  )
}

const step = (title: string) => {
  const item = screen.getByRole("heading", { name: title }).closest("li")
  if (!item) throw new Error(`There is no step ${title}.`)
  return within(item)
}
const isDone = (title: string) => step(title).queryByRole("img", { name: "Done" }) !== null

it("the first steps are done in any order", async () => {
  renderSteps([ownCluster], [tenant])
  await expect.poll(() => isDone("Connect a cluster")).toBe(true)
  await expect.poll(() => isDone("Add a tenant")).toBe(true)
  expect(isDone("Record your first deployment")).toBe(false)
  expect(isDone("Install a chart")).toBe(false)
  expect(step("Install a chart").getByRole("link").textContent).toBe("Install for Acme")
})

it("the first steps do not count the sandbox or an unreachable cluster as a connected cluster", async () => {
  renderSteps([sandbox, { ...ownCluster, reachable: false }], [], { ...noReleases, total: 1 })
  await screen.findByText(/^The sandbox, an in-memory cluster, is available/)
  expect(isDone("Connect a cluster")).toBe(false)
  expect(isDone("Add a tenant")).toBe(false)
  expect(isDone("Install a chart")).toBe(true)
})
