import { act, screen, within } from "@testing-library/react"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { LiveProvider } from "@/components/layout/live"
import type { Release } from "@/lib/fleet/releases/schema"
import { buildPreview, buildRelease } from "@/tools/testing/build-release"
import { FakeSource } from "@/tools/testing/fake-event-source"
import { renderUi } from "@/tools/testing/render-ui"
import { UpgradeView } from "./upgrade-view"

beforeEach(() => {
  FakeSource.opened = []
  vi.stubGlobal("EventSource", FakeSource)
})

const id = "01900000-0000-7000-8000-000000000001"
const before = buildRelease({ id, valuesOverride: { replicas: 1, host: "a.example" } })
const after: Release = { ...before, revision: 4, valuesOverride: { replicas: 1, host: "b.example" } }

const version = {
  repository: "demo",
  name: "web",
  version: "1.1.0",
  appVersion: null,
  description: null,
  createdAt: null,
  digest: null,
  deprecated: false,
  prerelease: false,
  quarantine: null,
}
const contents = {
  ...version,
  values: { replicas: 1, host: "" },
  valuesYaml: "",
  schema: null,
  readme: null,
  kubeVersion: null,
  dependencies: [],
}
const preview = buildPreview({ releaseId: id, fromChartVersion: "1.1.0" })

async function renderForm(current: () => Release, listed: object = version) {
  const api = "/api/v1/helm"
  const rendered = renderUi(
    <LiveProvider after="start">
      <UpgradeView id={id} denied={null} />
    </LiveProvider>,
    {
      "GET /api/v1/clusters": { body: [] },
      [`GET ${api}/charts/demo/web`]: { body: [listed] },
      [`GET ${api}/charts/demo/web/1.1.0`]: { body: contents },
      [`GET ${api}/releases/${id}`]: () => ({
        body: current(),
        headers: { etag: `"${current().revision}"` },
      }),
      [`POST ${api}/releases/preview`]: { body: preview },
      [`POST ${api}/releases/${id}/upgrade`]: { status: 202, body: after },
    },
    "?version=1.1.0",
  )
  const fieldOf = (name: string) => screen.findByLabelText<HTMLInputElement>(`New value of ${name}`)
  const replicas = await fieldOf("replicas")
  await rendered.user.clear(replicas)
  await rendered.user.type(replicas, "3")
  const review = () => rendered.user.click(screen.getByRole("button", { name: "Preview changes" }))
  const upgrade = () => rendered.sent.find(({ path }) => path.endsWith("/upgrade"))
  return { ...rendered, fieldOf, review, upgrade }
}

const merged = { replicas: 3, host: "b.example" }

describe("Upgrading a release that another user upgrades at the same time", () => {
  it("takes over the values of the new revision, and keeps the edits", async () => {
    let current = before
    const { user, fieldOf, review, upgrade } = await renderForm(() => current)
    current = after
    await act(async () => FakeSource.newest().send("release.updated", {}, "2"))
    expect(await screen.findByText(/Revision 4 was created while you were editing/)).toBeTruthy()
    expect((await fieldOf("host")).value).toBe("b.example")
    await review()
    const region = await screen.findByRole("region", { name: "Upgrade preview" })
    await user.click(within(region).getByRole("button", { name: "Upgrade" }))
    await expect.poll(() => upgrade()?.body).toMatchObject({ valuesOverride: merged })
    expect(upgrade()?.headers.get("if-match")).toBe('"4"')
  })

  it("does not preview values that would undo a revision that the page does not show yet", async () => {
    let current = before
    const { fieldOf, review, upgrade } = await renderForm(() => current)
    current = after
    await review()
    expect((await screen.findByRole("alert")).textContent).toContain("The release has changed")
    expect((await fieldOf("host")).value).toBe("b.example")
    expect((await fieldOf("replicas")).value).toBe("3")
    await review()
    expect(await screen.findByRole("region", { name: "Upgrade preview" })).toBeTruthy()
    expect(upgrade()).toBeUndefined()
  })
})

it("The values of a release can be changed while it runs a quarantined version", async () => {
  const running = { ...before, chartVersion: "1.1.0" }
  const quarantine = { reason: "Loses writes", createdBy: "Ann" }
  const { user, review } = await renderForm(() => running, { ...version, quarantine })
  expect(screen.queryByText(/Choose another version/)).toBeNull()
  await user.click(screen.getByRole("combobox", { name: /^Version/ }))
  const option = await screen.findByRole("option", { name: /1\.1\.0.*quarantined/ })
  expect(option.getAttribute("aria-disabled")).toBe("false")
  await user.click(option)
  await review()
  expect(await screen.findByRole("region", { name: "Upgrade preview" })).toBeTruthy()
})
