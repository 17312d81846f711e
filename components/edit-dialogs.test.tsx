import { screen } from "@testing-library/react"
import type { ReactNode } from "react"
import { describe, expect, it } from "vitest"
import UserDrawer from "@/components/admin/users/user-drawer"
import WebhookDialog from "@/components/admin/webhooks/webhook-dialog"
import TenantDialog from "@/components/fleet/tenants/tenant-dialog"
import { EnvironmentDialog } from "@/components/ledger/environments/environment-dialog"
import { AnnotationDialog } from "@/components/ledger/insights/annotation-dialog"
import { DialogButton } from "@/components/ui/dialog-button"
import type { Webhook } from "@/lib/console/webhooks/schema"
import { buildTenant } from "@/tools/testing/build-tenant"
import { renderUi, type SentRequest } from "@/tools/testing/render-ui"

const prod = {
  name: "prod",
  rank: 30,
  aliases: ["live"],
  production: true,
  colour: null,
  archived: false,
  archiveAfterDays: 14,
  gateWarnings: [],
}
const acme = buildTenant({ id: "t1", tags: { tier: "gold" } })
const freeze = {
  id: "a1",
  kind: "FREEZE" as const,
  text: "Holidays",
  application: null,
  environment: null,
  startsAt: "2026-12-20T10:00:37Z",
  endsAt: null,
  createdBy: "ada",
  createdAt: "2026-12-01T10:00:00Z",
}
const grace = {
  id: "u1",
  email: "grace@example.test",
  name: "Grace",
  role: "VIEWER" as const,
  disabled: false,
  hasPassword: true,
  hasSingleSignOn: false,
  lastSignInAt: null,
  createdAt: "2026-02-12T10:00:00Z",
}
const chat: Webhook = {
  id: "w1",
  name: "Chat",
  url: "https://hooks.example.com/",
  events: ["release.failed"],
  environments: [],
  tenants: [],
  enabled: true,
  disabledAt: null,
  disabledReason: null,
  failingSince: null,
  previousSecretUntil: null,
  createdBy: "ada",
  createdAt: "2026-11-30T10:00:00Z",
}

type Case = {
  name: string
  path: string
  shown: object
  ui: ReactNode
  save: string
  edit: (user: ReturnType<typeof renderUi>["user"]) => Promise<void>
  /** The edited field with its value, another user's value of it, and how that is shown. */
  mine: Record<string, unknown>
  theirs: Record<string, unknown>
  conflict: RegExp
  /** Another user's change of another field. */
  other: Record<string, unknown>
}

const choices = {
  applications: ["web"],
  environments: ["prod"],
  defaultApplication: "",
  defaultEnvironment: "",
}
const scope = { application: null, environment: null }

const cases: Case[] = [
  {
    name: "environment",
    path: "/api/v1/platform/environments/prod",
    shown: prod,
    ui: (
      <DialogButton dialog={(state) => <EnvironmentDialog {...state} environment={prod} nextRank={40} />}>
        Open
      </DialogButton>
    ),
    save: "Save",
    edit: (user) => user.type(screen.getByLabelText(/^Aliases/), "\nproduction"),
    mine: { aliases: ["live", "production"] },
    theirs: { aliases: ["live", "eu"] },
    conflict: /“live, eu”/,
    other: { rank: 50 },
  },
  {
    name: "tenant",
    path: "/api/v1/tenants/t1",
    shown: acme,
    ui: <DialogButton dialog={(state) => <TenantDialog {...state} tenant={acme} />}>Open</DialogButton>,
    save: "Save",
    edit: (user) => user.type(screen.getByLabelText(/^Tags/), "\nregion=eu"),
    mine: { tags: { tier: "gold", region: "eu" } },
    theirs: { tags: { tier: "bronze" } },
    conflict: /bronze/,
    other: { status: "SUSPENDED" },
  },
  {
    name: "annotation",
    path: "/api/v1/platform/annotations/a1",
    shown: freeze,
    ui: (
      <DialogButton
        dialog={(state) => (
          <AnnotationDialog {...state} annotation={freeze} choices={choices} scope={scope} />
        )}
      >
        Open
      </DialogButton>
    ),
    save: "Save",
    edit: (user) => user.type(screen.getByLabelText("Text"), ", all of them"),
    mine: { text: "Holidays, all of them" },
    theirs: { text: "Company holidays" },
    conflict: /“Company holidays”/,
    other: { endsAt: "2027-01-04T10:00:00Z" },
  },
  {
    name: "webhook",
    path: "/api/v1/webhooks/w1",
    shown: chat,
    ui: (
      <DialogButton dialog={(state) => <WebhookDialog {...state} webhook={chat} environments={["prod"]} />}>
        Open
      </DialogButton>
    ),
    save: "Save",
    edit: (user) => user.click(screen.getByLabelText(/^rollout\.paused/)),
    mine: { events: ["release.failed", "rollout.paused"] },
    theirs: { events: ["release.upgraded"] },
    conflict: /“release.upgraded”/,
    other: { environments: ["prod"] },
  },
  {
    name: "role of a user",
    path: "/api/v1/users/u1",
    shown: grace,
    ui: <UserDrawer id="u1" known={grace} onClose={() => undefined} />,
    save: "Save role",
    edit: (user) => user.selectOptions(screen.getByLabelText("Role"), "OPERATOR"),
    mine: { role: "OPERATOR" },
    theirs: { role: "ADMIN" },
    conflict: /“ADMIN”/,
    other: { name: "Grace Hopper" },
  },
]

describe.each(cases)(
  "Editing the $name",
  ({ path, shown, ui, save, edit, mine, theirs, conflict, other }) => {
    async function editAndSave(current: object) {
      const response = { body: current, headers: { etag: '"current"' } }
      const { user, sent } = renderUi(ui, {
        "GET /api/v1/clusters": { body: [] },
        "GET /api/v1/tenants": { body: [] },
        [`GET ${path}`]: response,
        [`PATCH ${path}`]: { body: { ...current, ...mine } },
      })
      const opener = screen.queryByRole("button", { name: "Open" })
      if (opener) await user.click(opener)
      await screen.findByRole("dialog")
      await edit(user)
      const press = () => user.click(screen.getByRole("button", { name: save }))
      await press()
      return { press, changes: (): SentRequest[] => sent.filter(({ method }) => method === "PATCH") }
    }

    it("sends only the edited field, so that another user's change of another field is kept", async () => {
      const { changes } = await editAndSave({ ...shown, ...other })
      await expect.poll(() => changes().map(({ body }) => body)).toEqual([mine])
      expect(changes()[0]?.headers.get("if-match")).toBe('"current"')
    })

    it("shows another user's change of the same field, and replaces it only when sent again", async () => {
      const { press, changes } = await editAndSave({ ...shown, ...theirs, ...other })
      expect((await screen.findByRole("alert")).textContent).toContain("Another user has changed this.")
      expect(screen.getByText(conflict).textContent).toContain("Another user's value: ")
      expect(changes()).toEqual([])
      await press()
      await expect.poll(() => changes().map(({ body }) => body)).toEqual([mine])
    })
  },
)

describe("An annotation about one application", () => {
  it("can be changed to all applications", async () => {
    const annotation = { ...freeze, application: "web" }
    const ui = (
      <DialogButton
        dialog={(state) => (
          <AnnotationDialog {...state} annotation={annotation} choices={choices} scope={scope} />
        )}
      >
        Open
      </DialogButton>
    )
    const { user, sent } = renderUi(ui, { "*": { body: annotation } })
    await user.click(screen.getByRole("button", { name: "Open" }))
    await user.selectOptions(await screen.findByLabelText("Application"), "All")
    await user.click(screen.getByRole("button", { name: "Save" }))
    await expect.poll(() => sent.at(-1)?.body).toEqual({ application: null })
  })
})

describe("A password that was reset", () => {
  it("stays in its dialog until that is closed, as it cannot be shown again", async () => {
    const { user } = renderUi(<UserDrawer id="u1" known={grace} onClose={() => undefined} />, {
      "POST /api/v1/users/u1/password": { body: { password: "made once" } },
    })
    await user.click(await screen.findByRole("button", { name: "Reset password…" }))
    await user.click(await screen.findByRole("button", { name: "Reset password" }))
    expect(await screen.findByText("made once")).toBeTruthy()
    const overlay = screen.getByRole("dialog", { name: /^Reset/ }).previousElementSibling
    await user.click(overlay ?? document.body)
    expect(screen.queryByText("made once")).not.toBeNull()
    await user.click(screen.getByRole("button", { name: "Done" }))
    await expect.poll(() => screen.queryByText("made once")).toBeNull()
  })
})
