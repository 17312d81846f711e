import { screen, within } from "@testing-library/react"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { EventSourcesView } from "@/app/(console)/settings/pipelines/sources/event-sources-view"
import { LiveProvider } from "@/components/layout/live"
import type { ListedEventSource } from "@/lib/ledger/event-sources/schema"
import { FakeSource } from "@/tools/testing/fake-event-source"
import { problem, renderUi } from "@/tools/testing/render-ui"

beforeEach(() => vi.stubGlobal("EventSource", FakeSource))

const id = "01900000-0000-7000-8000-000000000000"
const path = `/api/v1/ingest/sources/${id}`
const secret = "whsec_c2VjcmV0"

const source: ListedEventSource = {
  id,
  name: "acme",
  system: "GITHUB",
  application: null,
  environments: ["prod"],
  previousSecretUntil: null,
  createdBy: "admin@example.test",
  createdAt: "2026-11-29T10:00:00Z",
  enabled: true,
  lastDelivery: { id, at: "2026-11-30T10:00:00Z", outcome: "REFUSED" },
}

const render = (sources: ListedEventSource[], responses: Parameters<typeof renderUi>[1] = {}) =>
  renderUi(
    <LiveProvider>
      <EventSourcesView environments={["dev", "prod"]} url="https://slipway.example.com" />
    </LiveProvider>,
    { "GET /api/v1/ingest/sources": { body: sources }, ...responses },
  )

describe("The event sources", () => {
  it("are listed with their limits and last delivery, which leads to their requests", async () => {
    render([source, { ...source, id: "other", name: "old", enabled: false, lastDelivery: null }])
    const row = within(await screen.findByRole("row", { name: /^acme/ }))
    row.getByText("GitHub")
    row.getByText("From the event")
    row.getByText("prod")
    expect(row.getByRole("link", { name: /Rejected/ }).getAttribute("href")).toBe(
      `/settings/pipelines/requests?token=${id}`,
    )
    const old = within(screen.getByRole("row", { name: /^old/ }))
    old.getByText("Disabled")
    old.getByText("None")
  })

  it("may be none", async () => {
    render([])
    await screen.findByText("No event sources yet")
  })

  it("show their secret once, with the steps for their system", async () => {
    const created = { ...source, system: "FLUX", secret }
    const { user, sent } = render([source], { "POST /api/v1/ingest/sources": { status: 201, body: created } })
    await user.click(await screen.findByRole("button", { name: "New event source" }))
    const dialog = within(await screen.findByRole("dialog", { name: "New event source" }))
    await user.selectOptions(dialog.getByLabelText("System"), "Flux")
    await user.type(dialog.getByLabelText("Name"), "acme")
    await user.click(dialog.getByLabelText("prod"))
    await user.click(dialog.getByRole("button", { name: "Create event source" }))
    const result = within(await screen.findByRole("dialog", { name: "Set up acme" }))
    expect(result.getByRole("region", { name: "Secret" }).textContent).toBe(secret)
    expect(result.getByRole("region", { name: "URL" }).textContent).toBe(
      "https://slipway.example.com/api/v1/ingest/flux",
    )
    result.getByText(/--from-literal=token='whsec_c2VjcmV0'/)
    expect(sent.find(({ method }) => method === "POST")?.body).toEqual({
      name: "acme",
      system: "FLUX",
      application: null,
      environments: ["prod"],
    })
  })

  it("show why one was not created", async () => {
    const taken = problem(409, "An event source named acme already exists.")
    const { user } = render([source], { "POST /api/v1/ingest/sources": taken })
    await user.click(await screen.findByRole("button", { name: "New event source" }))
    const dialog = within(await screen.findByRole("dialog", { name: "New event source" }))
    await user.type(dialog.getByLabelText("Name"), "acme")
    await user.click(dialog.getByRole("button", { name: "Create event source" }))
    expect((await dialog.findByRole("alert")).textContent).toContain("already exists")
  })

  it("are disabled with what else was edited", async () => {
    const { lastDelivery: _last, ...current } = source
    const { user, sent } = render([source], {
      [`GET ${path}`]: { body: current, headers: { etag: '"1"' } },
      [`PATCH ${path}`]: { body: { ...current, enabled: false } },
    })
    await user.click(await screen.findByRole("button", { name: "Edit acme" }))
    const dialog = within(await screen.findByRole("dialog", { name: "Edit acme" }))
    await user.click(dialog.getByLabelText(/^Enabled/))
    await user.type(dialog.getByLabelText(/^Application/), "shop")
    await user.click(dialog.getByRole("button", { name: "Save" }))
    await expect
      .poll(() => sent.find(({ method }) => method === "PATCH")?.body)
      .toEqual({
        enabled: false,
        application: "shop",
      })
  })

  it("show the new secret after a rotation", async () => {
    const { user } = render([source], { [`POST ${path}/rotate`]: { body: { ...source, secret } } })
    await user.click(await screen.findByRole("button", { name: "Rotate acme" }))
    const dialog = within(await screen.findByRole("dialog", { name: "Rotate the secret of acme?" }))
    dialog.getByText(/another 24 hours/)
    await user.click(dialog.getByRole("button", { name: "Rotate" }))
    expect((await dialog.findByRole("region", { name: "Secret" })).textContent).toBe(secret)
  })

  it("show the steps again without the secret, and are removed", async () => {
    const { user, sent } = render([source], { [`DELETE ${path}`]: { status: 200, body: null } })
    await user.click(await screen.findByRole("button", { name: "Set up acme" }))
    const dialog = within(await screen.findByRole("dialog", { name: "Set up acme" }))
    dialog.getByText(/rotate the secret to get a new one/)
    dialog.getByText(/Deployment statuses/)
    expect(dialog.queryByRole("region", { name: "Secret" })).toBeNull()
    await user.keyboard("{Escape}")
    await user.click(await screen.findByRole("button", { name: "Remove acme" }))
    const confirmation = within(await screen.findByRole("dialog", { name: "Remove acme?" }))
    await user.click(confirmation.getByRole("button", { name: "Remove" }))
    await expect.poll(() => sent.some(({ method }) => method === "DELETE")).toBe(true)
  })
})
