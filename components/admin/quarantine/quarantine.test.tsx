import { act, screen, within } from "@testing-library/react"
import type { ReactNode } from "react"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { QuarantineView } from "@/app/(console)/settings/quarantine/quarantine-view"
import { QuarantineButton } from "@/components/admin/quarantine/quarantine-button"
import { QuarantinesProvider, type VersionRef } from "@/components/admin/quarantine/quarantine-context"
import { MarkedTag } from "@/components/admin/quarantine/quarantine-mark"
import { QuarantineNote } from "@/components/admin/quarantine/quarantine-note"
import RollbackReleaseDialog from "@/components/fleet/releases/detail/rollback-release-dialog"
import FleetMatrix from "@/components/fleet/releases/fleet/fleet-matrix"
import { VersionGraph } from "@/components/fleet/releases/fleet/version-graphs"
import { versionLagsOf } from "@/components/fleet/releases/fleet/version-lag"
import { type FleetFilter, fleetParsers } from "@/components/fleet/releases/release-queries"
import { LiveProvider } from "@/components/layout/live"
import { SummaryCell } from "@/components/ledger/drift/matrix-cells"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"
import type { Revision } from "@/lib/fleet/releases/revision-schema"
import type { Quarantine } from "@/lib/policy/quarantine/schema"
import { buildPreview, buildRelease } from "@/tools/testing/build-release"
import { FakeSource } from "@/tools/testing/fake-event-source"
import { renderUi } from "@/tools/testing/render-ui"

const id = "01900000-0000-7000-8000-000000000001"
const quarantine: Quarantine = {
  id,
  kind: "IMAGE_TAG",
  imageTag: "v2",
  application: "shop",
  chartName: null,
  chartVersion: null,
  reason: "Loses writes.",
  createdAt: "2026-02-12T10:00:00Z",
  createdBy: "Ann",
  liftedAt: null,
  liftedBy: null,
  liftReason: null,
}
const ofChart: Quarantine = {
  ...quarantine,
  id: "01900000-0000-7000-8000-000000000002",
  kind: "CHART_VERSION",
  imageTag: null,
  application: null,
  chartName: "nginx",
  chartVersion: "1.2.0",
}
const path = "/api/v1/quarantine"

// Without a layout nothing has a size, and a virtualized list without a height renders no rows.
beforeEach(() => {
  vi.stubGlobal("EventSource", FakeSource)
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(36)
})

describe("The quarantine page", () => {
  it("quarantines a chart version", async () => {
    const { user, sent } = renderUi(<QuarantineView canChange />, {
      [`GET ${path}`]: { body: [quarantine] },
      [`POST ${path}`]: { status: 201, body: ofChart },
    })
    await user.click(screen.getByRole("button", { name: "Quarantine a version" }))
    const dialog = within(await screen.findByRole("dialog", { name: "Quarantine a version" }))
    await user.click(dialog.getByRole("radio", { name: "Chart version" }))
    await user.type(dialog.getByRole("textbox", { name: "Chart" }), "nginx")
    await user.type(dialog.getByRole("textbox", { name: "Version" }), "1.2.0")
    await user.type(dialog.getByLabelText(/^Reason/), "Loses writes.")
    await user.click(dialog.getByRole("button", { name: "Quarantine" }))
    await expect.poll(() => screen.queryByRole("dialog")).toBeNull()
    expect(sent.find(({ method }) => method === "POST")?.body).toEqual({
      chartName: "nginx",
      chartVersion: "1.2.0",
      reason: "Loses writes.",
    })
  })

  it("lifts an active quarantine with a reason", async () => {
    const { user, sent } = renderUi(<QuarantineView canChange />, {
      [`GET ${path}`]: { body: [quarantine, { ...ofChart, liftedAt: quarantine.createdAt }] },
      [`DELETE ${path}/${id}`]: { body: quarantine },
    })
    expect(await screen.findAllByRole("button", { name: /^Lift/ })).toHaveLength(1)
    await user.click(screen.getByRole("button", { name: "Lift v2" }))
    const dialog = within(await screen.findByRole("dialog"))
    await user.type(dialog.getByLabelText("Reason"), "Fixed upstream")
    await user.click(dialog.getByRole("button", { name: "Lift quarantine" }))
    await expect
      .poll(() => sent.find(({ method }) => method === "DELETE")?.path)
      .toBe(`${path}/${id}?reason=Fixed+upstream`)
  })

  it("offers no change to viewers", async () => {
    renderUi(<QuarantineView canChange={false} />, { [`GET ${path}`]: { body: [quarantine] } })
    expect(await screen.findByText("Loses writes.")).toBeTruthy()
    expect(screen.queryByRole("button", { name: /Lift|Quarantine a version/ })).toBeNull()
  })
})

describe("What runs a quarantined version", () => {
  const show = (ui: ReactNode, responses: Parameters<typeof renderUi>[1] = {}) =>
    renderUi(
      <LiveProvider>
        <QuarantinesProvider>{ui}</QuarantinesProvider>
      </LiveProvider>,
      { [`GET ${path}`]: { body: [quarantine, ofChart] }, ...responses },
    )
  const nginx = { repository: "demo", chartName: "nginx", chartVersion: "1.2.0" }
  const version: FleetVersion = {
    ...nginx,
    releases: 2,
    byStatus: { DEPLOYED: 2 },
    newestVersion: "1.2.0",
    versionsBehind: 0,
    supersededAt: null,
  }

  it("is marked in the matrix of the fleet", async () => {
    const release = { ...nginx, id, releaseName: "web", status: "DEPLOYED", outOfBand: false }
    const row = { tenantId: id, tenantSlug: "acme", tenantName: "Acme" }
    const filter = Object.fromEntries(Object.keys(fleetParsers).map((name) => [name, null]))
    show(
      <FleetMatrix
        filter={filter as FleetFilter}
        charts={["nginx", "redis"]}
        versionLags={versionLagsOf([version])}
      >
        None
      </FleetMatrix>,
      {
        "GET /api/v1/helm/releases/matrix": {
          body: [
            {
              ...row,
              releases: [
                release,
                { ...release, id: quarantine.id, chartName: "redis", chartVersion: "7.0.0" },
              ],
            },
          ],
        },
      },
    )
    const cells = await screen.findAllByRole("cell")
    await expect
      .poll(() => within(cells[0] as HTMLElement).queryByRole("img", { name: "Quarantined" }))
      .toBeTruthy()
    expect(within(cells[1] as HTMLElement).queryByRole("img", { name: "Quarantined" })).toBeNull()
  })

  it("is a separate series in the graph of versions", async () => {
    show(<VersionGraph chartName="nginx" versions={[version]} onVersion={vi.fn()} />)
    expect(await screen.findAllByText("Quarantined")).not.toEqual([])
    expect(screen.queryByText("Deployed")).toBeNull()
  })

  const revisionOf = (revision: number, chartVersion: string, status: Revision["status"]): Revision => ({
    revision,
    status,
    operation: "UPGRADE",
    operationId: null,
    chartName: "nginx",
    chartVersion,
    appVersion: "1",
    current: revision === 3,
    description: null,
    performedBy: "Ann",
    createdAt: quarantine.createdAt,
    finishedAt: quarantine.createdAt,
    durationSeconds: 4,
    rolledBackTo: null,
    reason: null,
    error: null,
    cause: null,
    warnings: [],
  })
  const failed = buildRelease({
    id,
    revision: 3,
    chartName: "nginx",
    chartVersion: "1.3.0",
    status: "FAILED",
  })
  const rollBack = (revisions: Revision[], target: number) =>
    show(
      <RollbackReleaseDialog
        release={failed}
        revisions={[revisionOf(3, "1.3.0", "FAILED"), ...revisions]}
        target={target}
        onOpenChange={vi.fn()}
      />,
      {
        [`GET /api/v1/helm/releases/${id}`]: { body: failed, headers: { etag: '"3"' } },
        "POST /api/v1/helm/releases/preview": { body: buildPreview({ kind: "ROLLBACK", releaseId: id }) },
      },
    )

  it("is not rolled back to when it is the selected revision", async () => {
    rollBack([revisionOf(2, "1.1.0", "DEPLOYED"), revisionOf(1, "1.2.0", "DEPLOYED")], 1)
    await screen.findByText("1.2.0 is quarantined by Ann: Loses writes. Choose another revision.")
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Roll back" }).disabled).toBe(true)
  })

  it("is rolled back to after a failed upgrade, because it runs", async () => {
    rollBack([revisionOf(2, "1.2.0", "DEPLOYED"), revisionOf(1, "1.1.0", "DEPLOYED")], 2)
    await screen.findByRole("option", { name: /1\.2\.0.*quarantined/ })
    expect(screen.getByRole("button", { name: "Roll back to 2" })).toBeTruthy()
  })

  it("marks the summary of a collapsed stage", async () => {
    const summary = {
      running: 2,
      behind: 0,
      worst: null,
      version: "v2",
      tags: [{ application: "shop", imageTag: "v2" }],
    }
    show(
      <table>
        <tbody>
          <tr>
            <SummaryCell name="staging" summary={summary} />
          </tr>
        </tbody>
      </table>,
    )
    expect(await screen.findByRole("img", { name: "Quarantined" })).toBeTruthy()
  })
})

describe("A quarantined version", () => {
  const show = (version: VersionRef, active = () => [quarantine, ofChart]) =>
    renderUi(
      <LiveProvider>
        <QuarantinesProvider>
          <QuarantineNote version={version} />
          {"imageTag" in version && <MarkedTag version={version} />}
          <QuarantineButton version={version} />
        </QuarantinesProvider>
      </LiveProvider>,
      {
        [`GET ${path}`]: () => ({ body: active() }),
        [`POST ${path}`]: { status: 201, body: quarantine },
      },
    )

  it("is marked when it was quarantined in another browser", async () => {
    let active: Quarantine[] = []
    show({ imageTag: "v2", application: "shop" }, () => active)
    await screen.findByRole("button", { name: "Quarantine…" })
    active = [quarantine]
    await act(async () => FakeSource.newest().send("quarantine.updated", { quarantineId: id }))
    expect(await screen.findByRole("img", { name: "Quarantined" })).toBeTruthy()
  })

  it("is marked with its reason, and cannot be quarantined again", async () => {
    show({ imageTag: "v2", application: "shop" })
    expect((await screen.findByRole("region", { name: "Quarantine" })).textContent).toContain("Loses writes.")
    expect(screen.getByRole("img", { name: "Quarantined" })).toBeTruthy()
    expect(screen.queryByRole("button", { name: "Quarantine…" })).toBeNull()
  })

  it.each(["1.2.0", "v1.2.0"])("is marked as the version %s of its chart", async (chartVersion) => {
    show({ chartName: "nginx", chartVersion })
    expect((await screen.findByRole("region", { name: "Quarantine" })).textContent).toContain("nginx 1.2.0")
  })

  it.each([
    ["of the application", false, { imageTag: "v2", application: "search", reason: "Bad." }],
    ["of every application", true, { imageTag: "v2", reason: "Bad." }],
  ])("is not marked in another application, where it can be quarantined %s", async (_, everywhere, body) => {
    const { user, sent } = show({ imageTag: "v2", application: "search" })
    await user.click(screen.getByRole("button", { name: "Quarantine…" }))
    const dialog = within(await screen.findByRole("dialog", { name: "Quarantine v2" }))
    expect(screen.queryByRole("img", { name: "Quarantined" })).toBeNull()
    if (everywhere) await user.click(dialog.getByRole("checkbox", { name: /^In every application/ }))
    await user.type(dialog.getByLabelText(/^Reason/), "Bad.")
    await user.click(dialog.getByRole("button", { name: "Quarantine" }))
    await expect.poll(() => sent.find(({ method }) => method === "POST")?.body).toEqual(body)
  })
})
