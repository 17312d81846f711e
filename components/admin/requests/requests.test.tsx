import { screen, within } from "@testing-library/react"
import { describe, expect, it } from "vitest"
import { RecordedByRequests } from "@/components/admin/requests/recorded-by-requests"
import { RejectedRequests } from "@/components/admin/requests/rejected-requests"
import RequestDrawer from "@/components/admin/requests/request-drawer"
import { importRoute } from "@/lib/identity/requests/outcomes"
import type { ReceivedRequest } from "@/lib/identity/requests/schema"
import { problem, renderUi } from "@/tools/testing/render-ui"

const id = "01900000-0000-7000-8000-000000000000"
const deploymentId = "01900000-0000-7000-8000-000000000009"

const refusedRequest: ReceivedRequest = {
  id,
  at: "2026-11-29T10:00:00Z",
  token: { id: "t", name: "ci shop" },
  eventSource: null,
  address: "192.0.2.7",
  method: "POST",
  route: "/api/v1/platform/deployments",
  path: "/api/v1/platform/deployments",
  status: 422,
  outcome: "REFUSED",
  code: "unknown_environment",
  durationMs: 3,
  requestId: "run-1042",
  detail: 'There is no environment "porduction". Configured environments: dev, prod.',
  errors: [{ pointer: "/environment", message: 'There is no environment "porduction".' }],
  sent: { application: "shop", environment: "porduction", imageTag: "v2" },
  omitted: ["colour"],
  counts: null,
  record: null,
  operationId: null,
  replayed: null,
  recordedSince: null,
  replayable: { application: "shop", environment: "porduction", imageTag: "v2" },
}
const accepted: ReceivedRequest = {
  ...refusedRequest,
  status: 201,
  outcome: "ACCEPTED",
  code: null,
  detail: null,
  errors: [],
  omitted: [],
  replayable: null,
  record: { type: "deployment", id: deploymentId },
  sent: { environment: "prod", imageTag: "v2", status: "PENDING" },
}

const replayPath = `POST /api/v1/ingest/log/${id}/replay`

function open(request: ReceivedRequest, responses: Parameters<typeof renderUi>[1] = {}) {
  const read = { [`GET /api/v1/ingest/log/${id}`]: { body: request } }
  return renderUi(<RequestDrawer id={id} known={request} onClose={() => undefined} />, {
    ...read,
    ...responses,
  })
}

describe("The drawer of a request", () => {
  it("shows why it was refused, what to do and what was sent", async () => {
    open(refusedRequest)
    const section = within(await screen.findByRole("region", { name: "Response" }))
    section.getByText(/There is no environment "porduction"/)
    section.getByText(/add the environment/)
    expect(section.getByRole("link", { name: "Environments" }).getAttribute("href")).toBe(
      "/settings/environments",
    )
    const sentRegion = within(screen.getByRole("region", { name: "Sent" }))
    sentRegion.getByText(/"imageTag": "v2"/)
    sentRegion.getByText("colour")
    screen.getByText("192.0.2.7")
  })

  it("lists every field that was refused", async () => {
    const errors = [
      { pointer: "/imageTag", message: "imageTag is required." },
      { pointer: "/tag", message: 'Unknown field "tag".' },
    ]
    open({ ...refusedRequest, code: "invalid", detail: "imageTag is required. tag: Unknown.", errors })
    await screen.findByText("Not accepted: imageTag, tag.")
    expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
      "imageTag is required.",
      'tag: Unknown field "tag".',
    ])
  })

  it("links to what was recorded, and explains where it appears", async () => {
    open(accepted)
    await screen.findByText("A deployment was recorded.")
    screen.getByText(/no application, so it belongs to platform/)
    screen.getByText(/in progress until the pipeline reports/)
    expect(screen.getByRole("link", { name: "Open the deployment" }).getAttribute("href")).toBe(
      `/deployments/${deploymentId}`,
    )
    expect(screen.queryByRole("button", { name: "Replay…" })).toBeNull()
  })

  it("lists the rejected rows of an import by line", async () => {
    const counts = { received: 3, recorded: 2, updated: 0, refused: 1 }
    const errors = [{ line: 2, pointer: "/imageTag", message: "Required." }]
    open({ ...accepted, outcome: "PARTIAL", counts, errors, record: null })
    await screen.findByText("1 row of 3 was rejected; the others were recorded.")
    expect(screen.getByRole("listitem").textContent).toBe("Line 2 imageTag: Required.")
  })

  it("states that an import without an accepted row recorded nothing", async () => {
    const counts = { received: 2, recorded: 0, updated: 0, refused: 2 }
    open({ ...accepted, outcome: "REFUSED", counts, record: null })
    await screen.findByText("None of the 2 rows was recorded.")
  })

  it("names the event source, and says why an event was ignored", async () => {
    const event = { route: "/api/v1/ingest/github", token: null, eventSource: { id: "s", name: "acme" } }
    const detail = 'Only the event deployment_status is recorded, not "push".'
    open({ ...accepted, ...event, status: 200, outcome: "IGNORED", detail, sent: {}, record: null })
    await screen.findByText(detail)
    screen.getByText("by acme")
    expect(screen.getByRole("link", { name: "acme" }).getAttribute("href")).toBe(
      "/settings/pipelines/sources",
    )
  })

  it("says what to do about an event that is not signed", async () => {
    const event = { route: "/api/v1/ingest/github", token: null, status: 401, code: "unauthenticated" }
    open({ ...refusedRequest, ...event, detail: "X-Hub-Signature-256 is missing.", errors: [] })
    await screen.findByText(/Enter the secret of an event source/)
    screen.getByText("by an unknown sender")
  })

  it("says that an event removed an application", async () => {
    const sent = { application: "shop", environment: "prod", removedAt: "2026-11-29T10:00:00Z" }
    open({ ...accepted, route: "/api/v1/ingest/cdevents", status: 200, sent, record: null })
    await screen.findByText("The application was recorded as removed.")
  })

  it("shows the result of a batch of events, whose fields are not kept", async () => {
    const detail = "A batch of events: 3 recorded, 1 ignored."
    open({ ...accepted, route: "/api/v1/ingest/cdevents", status: 200, detail, sent: {}, record: null })
    await screen.findByText(detail)
    expect(screen.queryByText(/belongs to platform/)).toBeNull()
  })

  it.each<[string, Partial<ReceivedRequest>, RegExp]>([
    ["a broken file", { route: importRoute, code: "malformed" }, /doubled quotes inside quoted cells/],
    ["broken JSON", { code: "malformed" }, /inside strings must be escaped/],
    ["a method of records", { method: "PUT", code: "method_not_allowed" }, /Record deployments with POST/],
    [
      "another method",
      { method: "PUT", route: "/api/v1/tenants", code: "method_not_allowed" },
      /Check the method and the path/,
    ],
    [
      "an Idempotency-Key",
      { code: "invalid", errors: [{ pointer: "/Idempotency-Key", message: "Too long." }] },
      /Send a key without spaces/,
    ],
    [
      "one field",
      { code: "invalid", errors: [{ pointer: "/imageTag", message: "Required." }] },
      /Correct it in the pipeline/,
    ],
  ])("explains what to do about %s depending on the route", async (_, fields, step) => {
    open({ ...refusedRequest, detail: "Refused.", errors: [], ...fields })
    const section = within(await screen.findByRole("region", { name: "Response" }))
    section.getByText(step)
  })

  it("leaves the required content type to the response", async () => {
    const detail = "Send the body as text/csv, not as application/json."
    open({ ...refusedRequest, route: importRoute, code: "unsupported_media_type", detail, errors: [] })
    const section = within(await screen.findByRole("region", { name: "Response" }))
    section.getByText(detail)
    expect(section.queryByText("What to do:")).toBeNull()
  })

  it("replays a corrected request, and shows why it is refused again", async () => {
    let response = problem(422, "imageTag: Required.")
    const { user, sent } = open(refusedRequest, { [replayPath]: () => response })
    await user.click(await screen.findByRole("button", { name: "Replay…" }))
    const dialog = within(await screen.findByRole("dialog", { name: "Replay this request" }))
    const field = await dialog.findByLabelText("Deployment")
    expect(Reflect.get(field, "value")).toBe(JSON.stringify(refusedRequest.replayable, null, 2))

    await user.clear(field)
    await user.click(field)
    await user.paste('{"environment": "prod"')
    await user.click(dialog.getByRole("button", { name: "Replay" }))
    dialog.getByText(/Not valid JSON/)
    expect(sent.filter(({ method }) => method === "POST")).toEqual([])

    await user.clear(field)
    await user.click(field)
    await user.paste('{"environment": "prod", "imageTag": "v2"}')
    await user.click(dialog.getByRole("button", { name: "Replay" }))
    expect((await dialog.findByRole("alert")).textContent).toContain("imageTag: Required.")
    response = { status: 201, body: { id: deploymentId, application: "shop", environment: "prod" } }
    await user.click(dialog.getByRole("button", { name: "Replay" }))
    await expect.poll(() => screen.queryByRole("dialog", { name: "Replay this request" })).toBeNull()
    expect(sent.filter(({ method }) => method === "POST").map(({ body }) => body)).toEqual([
      { environment: "prod", imageTag: "v2" },
      { environment: "prod", imageTag: "v2" },
    ])
  })
})

describe("The dialog that replays a request", () => {
  async function openDialog(request: ReceivedRequest) {
    const { user } = open(request)
    await user.click(await screen.findByRole("button", { name: "Replay…" }))
    return within(await screen.findByRole("dialog", { name: "Replay this request" }))
  }

  it("lists what was omitted", async () => {
    const dialog = await openDialog({ ...refusedRequest, omitted: ["notes", "runUrl"] })
    dialog.getByText("Omitted, because not kept or kept only in part: notes, runUrl.")
    expect(dialog.queryByRole("note")).toBeNull()
  })

  it("warns if a similar deployment has been recorded since", async () => {
    const dialog = await openDialog({
      ...refusedRequest,
      recordedSince: { deploymentId, at: "2026-11-29T10:05:00Z" },
    })
    const note = within(dialog.getByRole("note"))
    note.getByText(/may record it twice/)
    expect(note.getByRole("link", { name: "a deployment" }).getAttribute("href")).toBe(
      `/deployments/${deploymentId}`,
    )
  })
})

describe("The requests that created a deployment", () => {
  const render = (requests: ReceivedRequest[]) =>
    renderUi(<RecordedByRequests deploymentId={deploymentId} />, {
      "GET /api/v1/ingest/log": { body: requests },
    })

  it("are linked, including an import", async () => {
    const counts = { received: 3, recorded: 3, updated: 0, refused: 0 }
    render([{ ...accepted, route: importRoute, status: 200, counts, record: null }])
    const link = await screen.findByRole("link", { name: "Import by ci shop" })
    expect(link.getAttribute("href")).toContain(`recordId=${deploymentId}`)
  })

  it("may be events", async () => {
    const eventSource = { id: "s", name: "acme" }
    render([{ ...accepted, route: "/api/v1/ingest/github", token: null, eventSource }])
    await screen.findByRole("link", { name: "Event by acme" })
  })

  it("may be none", async () => {
    render([])
    await screen.findByText(/recorded or imported by a user/)
  })
})

describe("The refused requests of an application", () => {
  const render = (count: number) =>
    renderUi(<RejectedRequests application="shop" />, {
      "GET /api/v1/ingest/log": { body: Array.from({ length: count }, () => refusedRequest) },
    })

  it.each([
    [1, "1 request for shop was rejected today"],
    [3, "3 requests for shop were rejected today"],
    [21, "More than 20 requests for shop were rejected today"],
  ])("are counted: %i", async (count, text) => {
    const { sent } = render(count)
    const link = await screen.findByRole("link", { name: text })
    expect(link.getAttribute("href")).toMatch(
      /^\/settings\/pipelines\/requests\?application=shop&outcome=REFUSED&from=/,
    )
    expect(sent[0]?.path).toContain("limit=21")
  })

  it("are not mentioned if there are none", async () => {
    const { sent, container } = render(0)
    await expect.poll(() => sent.length).toBe(1)
    expect(container.textContent).toBe("")
  })
})
