import { screen, within } from "@testing-library/react"
import { describe, expect, it, vi } from "vitest"
import { NotesDialog, RollbackDialog } from "@/components/ledger/deployments/deployment-dialogs"
import { buildDeployment } from "@/tools/testing/build-deployment"
import { problem, renderUi } from "@/tools/testing/render-ui"

const deployment = buildDeployment()
const path = `/api/v1/platform/deployments/${deployment.id}`

describe("The notes of a deployment", () => {
  it("are saved only if the shown version is still current", async () => {
    const onOpenChange = vi.fn()
    const { user, sent } = renderUi(<NotesDialog {...{ deployment, onOpenChange }} />, {
      [`GET ${path}`]: { body: deployment, headers: { etag: '"7"' } },
      [`PATCH ${path}`]: { body: { ...deployment, notes: "Mine" } },
    })
    await user.type(await screen.findByRole("textbox", { name: "Notes" }), "Mine")
    await user.click(screen.getByRole("button", { name: "Save" }))
    await expect.poll(() => onOpenChange.mock.calls).toEqual([[false]])
    expect(sent.at(-1)).toMatchObject({ method: "PATCH", body: { notes: "Mine" } })
    expect(sent.at(-1)?.headers.get("if-match")).toBe('"7"')
  })

  it("are not overwritten after a concurrent change, and the input is kept", async () => {
    const onOpenChange = vi.fn()
    const { user, sent } = renderUi(<NotesDialog {...{ deployment, onOpenChange }} />, {
      [`GET ${path}`]: { body: { ...deployment, notes: "Theirs" }, headers: { etag: '"8"' } },
    })
    const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Notes" })
    await user.type(field, "Mine")
    await user.click(screen.getByRole("button", { name: "Save" }))
    expect((await screen.findByRole("alert")).textContent).toContain("Another user has changed this.")
    expect(screen.getAllByText("Another user's value: “Theirs”")).not.toEqual([])
    expect(field.value).toBe("Mine")
    expect(sent.map(({ method }) => method)).toEqual(["GET"])
    expect(onOpenChange).not.toHaveBeenCalled()
  })
})

describe("Marking a deployment as rolled back", () => {
  it("sends nothing without a reason", async () => {
    const onOpenChange = vi.fn()
    const { user, sent } = renderUi(<RollbackDialog {...{ deployment, onOpenChange }} />)
    const dialog = await screen.findByRole("dialog", { name: "Mark as rolled back" })
    await user.click(within(dialog).getByRole("button", { name: "Mark as rolled back" }))
    expect(sent).toEqual([])
    expect(onOpenChange).not.toHaveBeenCalled()
  })

  it("shows why it was rejected and keeps the entered reason", async () => {
    const onOpenChange = vi.fn()
    const { user } = renderUi(<RollbackDialog {...{ deployment, onOpenChange }} />, {
      [`GET ${path}`]: { body: deployment },
      [`PATCH ${path}`]: problem(409, "The lane is being imported."),
    })
    const dialog = await screen.findByRole("dialog", { name: "Mark as rolled back" })
    const field = within(dialog).getByLabelText<HTMLTextAreaElement>(/^Reason/)
    await user.type(field, "It leaks.")
    await user.click(within(dialog).getByRole("button", { name: "Mark as rolled back" }))
    expect((await within(dialog).findByRole("alert")).textContent).toContain("The lane is being imported.")
    expect(field.value).toBe("It leaks.")
    expect(onOpenChange).not.toHaveBeenCalled()
  })

  it("does not replace the reason of another user without asking", async () => {
    const theirs = { ...deployment, status: "ROLLED_BACK", rollbackReason: "It is slow." }
    const { user, sent } = renderUi(<RollbackDialog {...{ deployment, onOpenChange: vi.fn() }} />, {
      [`GET ${path}`]: { body: theirs, headers: { etag: '"8"' } },
    })
    await user.type(await screen.findByLabelText("Reason"), "It leaks.")
    await user.click(screen.getByRole("button", { name: "Mark as rolled back" }))
    expect(await screen.findByText("Another user's value: “It is slow.”")).toBeTruthy()
    expect(sent.map(({ method }) => method)).toEqual(["GET"])
  })

  it("requires a reason that is not only spaces, and sends nothing", async () => {
    const { user, sent } = renderUi(<RollbackDialog {...{ deployment, onOpenChange: vi.fn() }} />, {
      [`GET ${path}`]: { body: deployment },
      [`PATCH ${path}`]: problem(409, "The lane is being imported."),
    })
    const reason = await screen.findByLabelText("Reason")
    await user.type(reason, "   ")
    await user.click(screen.getByRole("button", { name: "Mark as rolled back" }))
    expect(await screen.findByText("Enter a reason.")).toBeTruthy()
    expect(reason.getAttribute("aria-invalid")).toBe("true")
    expect(sent).toEqual([])
    await user.type(reason, "It failed its health checks.")
    await user.click(screen.getByRole("button", { name: "Mark as rolled back" }))
    await expect.poll(() => sent.map(({ method }) => method)).toEqual(["GET", "PATCH"])
  })
})
