import { screen, within } from "@testing-library/react"
import { beforeEach, expect, it, vi } from "vitest"
import type { Annotation } from "@/lib/ledger/annotations/schema"
import { renderUi } from "@/tools/testing/render-ui"
import { FreezesView } from "./freezes-view"

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
const freezeFrom = (id: string, start: number, end: number): Annotation => ({
  id,
  kind: "FREEZE",
  text: `The ${id} one`,
  startsAt: inHours(start),
  endsAt: inHours(end),
  application: null,
  environment: "prod",
  createdAt: inHours(-9),
  createdBy: "Ann",
})
const freezes = [freezeFrom("later", 2, 3), freezeFrom("present", -1, 1), freezeFrom("past", -3, -2)]
const choices = { applications: ["shop"], environments: ["prod"] }
const path = "/api/v1/freezes"
const show = (canChange: boolean) =>
  renderUi(<FreezesView choices={choices} canChange={canChange} />, {
    [`GET ${path}`]: { body: freezes },
    [`PATCH ${path}/present`]: { body: freezes[1] },
    [`DELETE ${path}/later`]: { status: 200, body: {} },
    "POST /api/v1/platform/annotations": { status: 201, body: freezes[0] },
  })

// Without a layout nothing has a size, and a virtualized list without a height renders no rows.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(36)
})

it("shows current, upcoming and past freezes, and only lets others look at them", async () => {
  show(false)
  for (const [name, state] of [
    ["later", "Upcoming"],
    ["present", "Active"],
    ["past", "Past"],
  ]) {
    const row = (await screen.findByText(`The ${name} one`)).closest("tr")
    expect(row && within(row).getByText(String(state))).toBeTruthy()
  }
  expect(screen.queryByRole("button", { name: /End|Remove|Edit|New freeze/ })).toBeNull()
})

it("ends a freeze that is in effect, and removes one that has not started", async () => {
  const { user, sent } = show(true)
  await user.click(await screen.findByRole("button", { name: "End The present one" }))
  await user.click(await screen.findByRole("button", { name: "End freeze" }))
  await expect
    .poll(() => sent.find(({ method }) => method === "PATCH"))
    .toMatchObject({
      path: `${path}/present`,
      body: { endsAt: expect.any(String) },
    })
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull()
  await user.click(screen.getByRole("button", { name: "Remove The later one" }))
  const dialog = within(await screen.findByRole("dialog"))
  await user.click(dialog.getByRole("button", { name: "Remove" }))
  await expect.poll(() => sent.find(({ method }) => method === "DELETE")?.path).toBe(`${path}/later`)
})

it("creates a freeze with a reason and an end", async () => {
  const { user, sent } = show(true)
  await user.click(screen.getByRole("button", { name: "New freeze" }))
  const dialog = within(await screen.findByRole("dialog", { name: "New freeze" }))
  expect(dialog.queryByLabelText("Kind")).toBeNull()
  await user.type(dialog.getByLabelText(/^Reason/), "Release day")
  await user.type(dialog.getByLabelText(/^End/), "2099-01-01T10:00")
  await user.click(dialog.getByRole("button", { name: "Create freeze" }))
  await expect
    .poll(() => sent.find(({ method }) => method === "POST")?.body)
    .toMatchObject({
      kind: "FREEZE",
      text: "Release day",
      environment: null,
    })
})
