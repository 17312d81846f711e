import { act, screen, within } from "@testing-library/react"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { QuarantineView } from "@/app/(console)/settings/quarantine/quarantine-view"
import { QuarantineButton } from "@/components/admin/quarantine/quarantine-button"
import { QuarantinesProvider, type VersionRef } from "@/components/admin/quarantine/quarantine-context"
import { MarkedTag } from "@/components/admin/quarantine/quarantine-mark"
import { QuarantineNote } from "@/components/admin/quarantine/quarantine-note"
import { LiveProvider } from "@/components/layout/live"
import type { Quarantine } from "@/lib/policy/quarantine/schema"
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
