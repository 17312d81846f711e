import { screen, within } from "@testing-library/react"
import type { ReactNode } from "react"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { WebhookView } from "@/app/(console)/settings/webhooks/[id]/webhook-view"
import { WebhooksView } from "@/app/(console)/settings/webhooks/webhooks-view"
import DeliveryDrawer from "@/components/admin/webhooks/delivery-drawer"
import { stateOfWebhook } from "@/components/admin/webhooks/webhook-styles"
import { LiveProvider } from "@/components/layout/live"
import type { DeliveryDetail, Webhook } from "@/lib/console/webhooks/schema"
import { FakeSource } from "@/tools/testing/fake-event-source"
import { renderUi } from "@/tools/testing/render-ui"

beforeEach(() => vi.stubGlobal("EventSource", FakeSource))

const render = (ui: ReactNode, responses: Parameters<typeof renderUi>[1]) =>
  renderUi(<LiveProvider>{ui}</LiveProvider>, responses)

const id = "01900000-0000-7000-8000-000000000000"
const path = `/api/v1/webhooks/${id}`
const webhook: Webhook = {
  id,
  name: "Chat",
  url: "https://hooks.example.com/slipway",
  events: ["release.failed"],
  environments: [],
  tenants: [],
  enabled: true,
  disabledAt: null,
  disabledReason: null,
  failingSince: null,
  previousSecretUntil: null,
  createdAt: "2026-11-30T10:00:00Z",
  createdBy: "ada",
}
const attempt = {
  at: "2026-11-30T10:00:01Z",
  durationMs: 12,
  status: 500,
  error: "Responded with 500.",
  response: "no",
}
const delivery: DeliveryDetail = {
  id: "01900000-0000-7000-8000-000000000001",
  eventId: "01900000-0000-7000-8000-000000000002",
  type: "release.failed",
  state: "FAILED",
  attempts: 10,
  createdAt: "2026-11-30T10:00:00Z",
  nextAttemptAt: null,
  finishedAt: "2026-12-03T14:00:00Z",
  lastAttempt: attempt,
  payload: '{"type":"release.failed","data":{"id":"r1"}}',
  log: [
    {
      ...attempt,
      at: "2026-11-30T09:59:00Z",
      status: null,
      error: "It did not respond in time.",
      response: "",
    },
    attempt,
  ],
}

const tenantOf = (name: string, id: string) => ({ id, name, slug: name.toLowerCase() })
const acme = tenantOf("Acme", "01900000-0000-7000-8000-0000000000a1")
const globex = tenantOf("Globex", "01900000-0000-7000-8000-0000000000a2")

describe("A new webhook", () => {
  it("sends the chosen events, and shows the secret with code until the dialog is closed", async () => {
    const { user, sent } = render(<WebhooksView environments={["dev", "prod"]} />, {
      "GET /api/v1/webhooks": { body: [] },
      "GET /api/v1/tenants": { body: [acme, globex] },
      "POST /api/v1/webhooks": { status: 201, body: { ...webhook, secret: "whsec_once" } },
    })
    const [button] = await screen.findAllByRole("button", { name: "New webhook" })
    await user.click(button ?? document.body)
    await user.type(await screen.findByLabelText("Name"), "Chat")
    await user.type(screen.getByLabelText("URL"), webhook.url)
    await user.click(screen.getByLabelText(/^release\.failed/))
    await user.click(screen.getByLabelText("prod"))
    for (const name of ["Acme", "Globex"]) {
      await user.click(screen.getByRole("combobox", { name: /^Tenant/ }))
      await user.click(await screen.findByRole("option", { name: new RegExp(name) }))
    }
    await user.click(screen.getByRole("button", { name: /^Remove tenant: Acme/ }))
    await user.click(screen.getByRole("button", { name: "Create webhook" }))
    expect(await screen.findByText("whsec_once")).toBeTruthy()
    expect(sent.find(({ method }) => method === "POST")?.body).toEqual({
      name: "Chat",
      url: webhook.url,
      events: ["release.failed"],
      environments: ["prod"],
      tenants: [globex.id],
    })
    expect(screen.getByRole("region", { name: "Node.js code" }).textContent).toContain("verifyWebhook")
    await user.click(screen.getByRole("tab", { name: "Python" }))
    expect(screen.getByRole("region", { name: "Python code" }).textContent).toContain("def verify_webhook")
    await user.click(screen.getByRole("button", { name: "Done" }))
    await expect.poll(() => screen.queryByText("whsec_once")).toBeNull()
  })
})

it("A webhook is failing until a delivery succeeds, or it is disabled", () => {
  const failingSince = webhook.createdAt
  expect(stateOfWebhook(webhook)).toBe("ENABLED")
  expect(stateOfWebhook({ ...webhook, failingSince })).toBe("FAILING")
  expect(stateOfWebhook({ ...webhook, failingSince, enabled: false })).toBe("DISABLED")
})

describe("The page of a webhook", () => {
  function open(shown: Webhook, responses: Parameters<typeof renderUi>[1] = {}) {
    return render(<WebhookView id={shown.id} environments={["dev"]} />, {
      [`GET ${path}`]: { body: shown },
      [`GET ${path}/deliveries`]: { body: [delivery] },
      ...responses,
    })
  }

  it("names the tenants that it is limited to", async () => {
    const limits = { tenants: [acme.id, globex.id], environments: ["dev"] }
    open({ ...webhook, ...limits }, { "GET /api/v1/tenants": { body: [acme, globex] } })
    await screen.findByText(/only dev, Acme, Globex/)
  })

  it("keeps the limit to tenants when only another field is edited", async () => {
    const limited = { ...webhook, tenants: [acme.id] }
    const { user, sent } = open(limited, {
      "GET /api/v1/tenants": { body: [globex] },
      [`PATCH ${path}`]: { body: limited },
    })
    await user.click(await screen.findByRole("button", { name: "Edit…" }))
    await user.type(await screen.findByLabelText("Name"), "s")
    await user.click(screen.getByRole("button", { name: "Save" }))
    await expect
      .poll(() => sent.find(({ method }) => method === "PATCH")?.body)
      .toEqual({ name: `${webhook.name}s` })
  })

  it("has its URL and actions above the filters of the deliveries", async () => {
    open(webhook)
    const url = await screen.findByText(webhook.url)
    const filter = screen.getByRole("button", { name: /^State/ })
    expect(url.compareDocumentPosition(filter) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
  })

  it("sends a test event", async () => {
    const { user, sent } = open(webhook, { [`POST ${path}/test`]: { status: 202, body: delivery } })
    await user.click(await screen.findByRole("button", { name: "Send test event" }))
    await expect
      .poll(() => sent.filter(({ method }) => method === "POST").map((one) => one.path))
      .toEqual([`${path}/test`])
  })

  it("says why it is disabled, and enables it", async () => {
    const { user, sent } = open(
      { ...webhook, enabled: false, disabledReason: "The receiver responded with 410 Gone." },
      { [`PATCH ${path}`]: { body: webhook } },
    )
    await screen.findByText(/responded with 410 Gone/)
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Send test event" }).disabled).toBe(true)
    await user.click(screen.getByRole("button", { name: "Enable" }))
    await expect.poll(() => sent.find(({ method }) => method === "PATCH")?.body).toEqual({ enabled: true })
  })

  it("replaces the secret after a confirmation, and shows the new one once", async () => {
    const { user } = open(webhook, { [`POST ${path}/rotate`]: { body: { ...webhook, secret: "whsec_new" } } })
    await user.click(await screen.findByRole("button", { name: "Rotate secret…" }))
    await user.click(await screen.findByRole("button", { name: "Rotate secret" }))
    expect(await screen.findByText("whsec_new")).toBeTruthy()
    await user.click(screen.getByRole("button", { name: "Done" }))
    await expect.poll(() => screen.queryByText("whsec_new")).toBeNull()
  })

  it.each([
    ["Disable", "PATCH", { enabled: false }],
    ["Remove", "DELETE", undefined],
  ] as const)("asks before it does: %s", async (verb, method, body) => {
    const { user, sent } = open(webhook, { [`${method} ${path}`]: { body: webhook } })
    await user.click(await screen.findByRole("button", { name: `${verb}…` }))
    expect(sent.some((one) => one.method === method)).toBe(false)
    await user.click(await screen.findByRole("button", { name: verb }))
    await expect.poll(() => sent.find((one) => one.method === method)).toMatchObject({ path, body })
  })
})

describe("The drawer of a delivery", () => {
  it("shows the attempts, newest first, the payload, and sends it again", async () => {
    const deliveryPath = `${path}/deliveries/${delivery.id}`
    const { user, sent } = render(
      <DeliveryDrawer id={delivery.id} webhookId={id} canSend onClose={() => undefined} />,
      {
        [`GET ${deliveryPath}`]: { body: delivery },
        [`POST ${deliveryPath}/replay`]: { status: 202, body: { ...delivery, state: "PENDING" } },
      },
    )
    const attempts = within(await screen.findByRole("region", { name: "Attempts" }))
    expect(attempts.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
      expect.stringContaining("Responded with 500.no"),
      expect.stringContaining("It did not respond in time."),
    ])
    expect(screen.getByRole("region", { name: "payload as JSON" }).textContent).toContain('"id": "r1"')
    await user.click(screen.getByRole("button", { name: "Send again" }))
    await expect.poll(() => sent.some((one) => one.path === `${deliveryPath}/replay`)).toBe(true)
  })
})
