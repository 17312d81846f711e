import { screen, within } from "@testing-library/react"
import type { ReactNode } from "react"
import { describe, expect, it } from "vitest"
import { AddRepositoryDialog } from "@/app/(console)/settings/repositories/repositories-view"
import TenantDialog from "@/components/fleet/tenants/tenant-dialog"
import { EnvironmentDialog } from "@/components/ledger/environments/environment-dialog"
import { DialogButton } from "@/components/ui/dialog-button"
import type { Environment } from "@/lib/ledger/environments/schema"
import { problem, renderUi } from "@/tools/testing/render-ui"

const detail = "This cannot be accepted."
const rejection = (field: string) =>
  problem(422, detail, { errors: [{ pointer: `/${field}`, message: detail }] })
const clusters = { "GET /api/v1/clusters": { body: [] } }
const typedInto = (label: RegExp) => screen.getByLabelText<HTMLInputElement>(label).value

type Case = {
  name: string
  ui: ReactNode
  path: string
  save: string
  field: string
  typed: Record<string, string>
}

const cases: Case[] = [
  {
    name: "environment",
    ui: (
      <DialogButton dialog={(state) => <EnvironmentDialog {...state} environment={null} nextRank={40} />}>
        Open
      </DialogButton>
    ),
    path: "/api/v1/platform/environments",
    save: "Create environment",
    field: "name",
    typed: { Name: "prod", Aliases: "live" },
  },
  {
    name: "tenant",
    ui: <DialogButton dialog={(state) => <TenantDialog {...state} tenant={null} />}>Open</DialogButton>,
    path: "/api/v1/tenants",
    save: "Create tenant",
    field: "slug",
    typed: { Slug: "acme", Tags: "tier=gold" },
  },
  {
    name: "repository",
    ui: <AddRepositoryDialog />,
    path: "/api/v1/helm/repositories",
    save: "Add repository",
    field: "url",
    typed: { Name: "inside", Address: "https://169.254.169.254/charts" },
  },
]

describe.each(cases)("The dialog for a new $name", ({ ui, path, save, field, typed }) => {
  async function fillAndSave(responses: Parameters<typeof renderUi>[1]) {
    const { user, sent } = renderUi(ui, { ...clusters, ...responses })
    await user.click(screen.getByRole("button", { name: /^(Open|New repository)$/ }))
    await screen.findByRole("dialog")
    for (const [label, text] of Object.entries(typed)) {
      await user.type(screen.getByLabelText(new RegExp(`^${label}`)), text)
    }
    await user.click(screen.getByRole("button", { name: save }))
    return { user, post: () => sent.find(({ method }) => method === "POST") }
  }

  it("shows a validation error at its field and keeps the input", async () => {
    await fillAndSave({ [`POST ${path}`]: rejection(field) })
    expect((await screen.findByRole("alert")).textContent).toContain(detail)
    for (const [label, text] of Object.entries(typed)) expect(typedInto(new RegExp(`^${label}`))).toBe(text)
    expect(document.querySelector(`[name=${field}]`)?.getAttribute("aria-invalid")).toBe("true")
  })

  it("closes when it is saved", async () => {
    const { post } = await fillAndSave({ [`POST ${path}`]: { status: 201, body: { name: "saved" } } })
    await expect.poll(() => screen.queryByRole("dialog")).toBeNull()
    expect(post()?.body).toHaveProperty(field, Object.values(typed)[field === "url" ? 1 : 0])
  })
})

describe("The promotion gate in the environment dialog", () => {
  const path = "/api/v1/platform/environments/prod"
  const prod: Environment = {
    name: "prod",
    rank: 30,
    aliases: [],
    production: true,
    colour: null,
    archived: false,
    archiveAfterDays: 14,
    gateWarnings: ["rolled_back_here"],
  }

  it("shows the reasons that only warn, and saves the selection", async () => {
    const ui = (
      <DialogButton dialog={(state) => <EnvironmentDialog {...state} environment={prod} nextRank={40} />}>
        Open
      </DialogButton>
    )
    const { user, sent } = renderUi(ui, {
      [`GET ${path}`]: { body: prod },
      [`PATCH ${path}`]: { body: prod },
    })
    await user.click(screen.getByRole("button", { name: "Open" }))
    const gate = within(await screen.findByRole("group", { name: "Promotion gate" }))
    const checked = () => gate.getAllByRole<HTMLInputElement>("checkbox").filter((box) => box.checked)
    expect(checked().map(({ value }) => value)).toEqual(["rolled_back_here"])
    await user.click(gate.getByLabelText("The tag was rolled back in this environment"))
    await user.click(gate.getByLabelText("The tag has never run in the stage below"))
    await user.click(screen.getByRole("button", { name: "Save" }))
    await expect
      .poll(() => sent.find(({ method }) => method === "PATCH")?.body)
      .toHaveProperty("gateWarnings", ["never_in_lower_environment"])
  })
})
