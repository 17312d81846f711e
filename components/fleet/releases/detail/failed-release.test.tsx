import { screen, within } from "@testing-library/react"
import { describe, expect, it, vi } from "vitest"
import { FailedReleaseActions } from "@/components/fleet/releases/detail/release-actions"
import { ResourcesTab } from "@/components/fleet/releases/detail/resources-tab"
import type { Resource, Resources } from "@/lib/fleet/releases/resource-schema"
import type { Revision } from "@/lib/fleet/releases/revision-schema"
import { buildPreview, buildRelease } from "@/tools/testing/build-release"
import { renderUi } from "@/tools/testing/render-ui"

// Live updates belong to the shell, which this test does not render.
vi.mock("@/components/layout/live", () => ({ useLive: () => ({ paused: true }), usePolling: () => false }))

const at = "2026-02-12T10:00:00Z"
const id = "01900000-0000-7000-8000-000000000001"
const tenantId = "01900000-0000-7000-8000-000000000002"

const release = buildRelease({
  id,
  tenantId,
  chartVersion: "1.2.0",
  status: "FAILED",
  lastError: "Not ready",
})
const revisionOf = (revision: number, status: Revision["status"]): Revision => ({
  revision,
  status,
  operation: revision === 1 ? "INSTALL" : "UPGRADE",
  operationId: null,
  chartName: "web",
  chartVersion: `1.${revision - 1}.0`,
  appVersion: "2.0.0",
  current: revision === 3,
  description: null,
  performedBy: "ada",
  createdAt: at,
  finishedAt: at,
  durationSeconds: 4,
  rolledBackTo: null,
  reason: null,
  error: null,
  cause: null,
  warnings: [],
})
const revisions = [revisionOf(3, "FAILED"), revisionOf(2, "DEPLOYED"), revisionOf(1, "DEPLOYED")]
const preview = buildPreview({
  kind: "ROLLBACK",
  releaseId: id,
  fromChartVersion: "1.2.0",
  previewDigest: "ROLLBACK.digest",
})

function resource(kind: string, name: string, health: Resource["health"]): Resource {
  const message = health === "DEGRADED" ? "ImagePullBackOff" : null
  return {
    apiVersion: "v1",
    kind,
    namespace: "tenant-acme",
    name,
    health,
    message,
    ready: null,
    createdAt: at,
    children: [],
  }
}
function renderResources(resources: Resource[]) {
  const body: Resources = { reachable: true, checkedAt: at, problem: null, resources }
  return renderUi(<ResourcesTab release={release} />, {
    [`GET /api/v1/helm/releases/${id}/resources`]: { body },
  })
}
const rows = async () => {
  await screen.findByText("web")
  return within(screen.getByRole("table", { name: "Resources" })).getAllByRole("row")
}

describe("A failed release", () => {
  it("offers to edit the values of the failed version", () => {
    renderUi(<FailedReleaseActions release={release} revisions={revisions} />)
    const link = screen.getByRole("link", { name: "Edit values and retry" })
    expect(link.getAttribute("href")).toBe(`/releases/${id}/upgrade?version=1.2.0`)
  })

  it("offers to roll back to the newest revision that ran, after a preview", async () => {
    const { user, sent } = renderUi(<FailedReleaseActions release={release} revisions={revisions} />, {
      [`GET /api/v1/helm/releases/${id}`]: { body: release, headers: { etag: '"3"' } },
      "POST /api/v1/helm/releases/preview": { body: preview },
    })
    await user.click(screen.getByRole("button", { name: "Roll back to revision 2…" }))
    expect(await screen.findByRole("dialog", { name: "Roll back acme-web" })).toBeTruthy()
    expect(await screen.findByRole("button", { name: "Roll back to 2" })).toBeTruthy()
    const previewed = sent.find(({ method }) => method === "POST")
    expect(previewed?.body).toEqual({ kind: "ROLLBACK", releaseId: id, targetRevision: 2 })
  })

  it("can only be installed again if it is no longer in the cluster", () => {
    renderUi(
      <FailedReleaseActions
        release={{ ...release, revision: 1, inCluster: false }}
        revisions={[revisionOf(1, "FAILED")]}
      />,
    )
    const link = screen.getByRole("link", { name: "Edit values and retry" })
    expect(link.getAttribute("href")).toMatch(`/tenants/${tenantId}/install?`)
    expect(screen.queryByRole("button")).toBeNull()
  })

  it("shows its failed resources first and the healthy ones on request", async () => {
    const { user } = renderResources([
      resource("Secret", "a", "HEALTHY"),
      resource("Service", "b", "HEALTHY"),
      resource("Deployment", "web", "DEGRADED"),
    ])
    expect((await rows())[1]?.textContent).toContain("Deploymentweb")
    expect(screen.queryByText("Secret")).toBeNull()
    await user.click(screen.getByRole("button", { name: "Show 2 healthy" }))
    expect(screen.getByText("Secret")).toBeTruthy()
    expect(screen.queryByRole("button", { name: /^Show/ })).toBeNull()
  })

  it("collapses nothing while resources are only in progress", async () => {
    renderResources([
      resource("Secret", "a", "HEALTHY"),
      resource("Service", "b", "HEALTHY"),
      resource("Deployment", "web", "PROGRESSING"),
    ])
    await rows()
    expect(screen.getByText("Secret")).toBeTruthy()
  })

  it("names each resource by its kind first, since most have the name of the release", async () => {
    const { container } = renderResources([
      resource("Service", "acme-web", "HEALTHY"),
      resource("Deployment", "acme-web", "HEALTHY"),
    ])
    await screen.findByText("Deployment")
    const names = [...container.querySelectorAll("[data-name]")].map(({ textContent }) => textContent)
    expect(names).toEqual(["Service", "Deployment"])
  })
})
