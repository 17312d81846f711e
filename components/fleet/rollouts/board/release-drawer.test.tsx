import { screen } from "@testing-library/react"
import { describe, expect, it, vi } from "vitest"
import ReleaseDrawer from "@/components/fleet/rollouts/board/release-drawer"
import type { RolloutRelease } from "@/lib/fleet/rollouts/schema"
import { renderUi } from "@/tools/testing/render-ui"

// The live stream belongs to the shell, which this test does not render.
vi.mock("@/components/fleet/releases/use-release-events", () => ({ useReleaseEvents: () => undefined }))

const cause = {
  summary: "The release failed during the bake time. Deployment web cannot pull its image.",
  reason: "image_pull" as const,
  objects: [{ kind: "Deployment", name: "web", namespace: "tenant-a", reason: null, message: null }],
}

const failed: RolloutRelease = {
  releaseId: "01900000-0000-7000-8000-000000000003",
  releaseName: "a-ai",
  namespace: "tenant-a",
  cluster: "sandbox",
  tenantId: "01900000-0000-7000-8000-000000000002",
  tenantSlug: "a",
  tenantName: "A",
  wave: 0,
  fromVersion: "1.0.0",
  toVersion: "1.1.0",
  jump: "minor",
  skipReason: null,
  skipDetail: null,
  state: "FAILED",
  fromRevision: 1,
  revision: 2,
  operationId: null,
  rollbackOperationId: null,
  error: "The release failed during the bake time. client rate limiter: context deadline exceeded",
  cause,
  waitsFor: null,
  startedAt: null,
  finishedAt: null,
}

function drawer(release: RolloutRelease) {
  renderUi(<ReleaseDrawer release={release} waveName="All" canChange={false} onClose={() => undefined} />)
}

describe("The drawer of a failed release in a rollout", () => {
  it("shows the cause first and the raw error behind a disclosure", async () => {
    drawer(failed)
    const alert = await screen.findByRole("alert")
    expect(alert.querySelector("p")?.textContent).toBe(cause.summary)
    expect(screen.getByRole("list", { name: "Affected objects" }).textContent).toContain("Deployment web")
    const details = screen.getByText("Full error").closest("details")
    expect(details?.open).toBe(false)
    expect(details?.textContent).toContain("context deadline exceeded")
  })

  it("shows no failure while there is none", async () => {
    drawer({ ...failed, state: "SUCCEEDED", error: null, cause: null })
    await screen.findByText("a-ai in tenant-a")
    expect(screen.queryByRole("alert")).toBeNull()
  })
})
