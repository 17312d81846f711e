import { useMutation } from "@tanstack/react-query"
import { screen } from "@testing-library/react"
import { useState } from "react"
import { describe, expect, it } from "vitest"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"
import { problem, renderUi } from "@/tools/testing/render-ui"

function DisableAda() {
  const action = useMutation({
    mutationFn: (_: undefined) =>
      request(api("/users/{id}", "ada"), { method: "PATCH", body: { disabled: true } }),
  })
  return (
    <ConfirmDialog
      trigger={<Button>Disable…</Button>}
      title="Disable Ada?"
      description="Ada can no longer sign in."
      confirm="Disable"
      action={action}
    />
  )
}

/** Open at first. Removing Ada removes the dialog as well; restoring her shows it only if it was never closed. */
function Ada() {
  const [open, setOpen] = useState(true)
  const [isThere, setIsThere] = useState(true)
  if (!isThere) return <Button onClick={() => setIsThere(true)}>Restore</Button>
  return open && <RemoveAda onOpenChange={setOpen} onRemoved={() => setIsThere(false)} />
}

function RemoveAda(props: { onOpenChange: (open: boolean) => void; onRemoved: () => void }) {
  const action = useMutation({
    mutationFn: (_: undefined) => request(api("/tokens/{id}", "ada"), { method: "DELETE" }),
    // As after a real change: the page shows it while other queries are still being read again.
    onSuccess: async () => {
      props.onRemoved()
      await new Promise((resolve) => setTimeout(resolve))
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={props.onOpenChange}
      title="Remove Ada?"
      confirm="Remove"
      action={action}
    />
  )
}

describe("ConfirmDialog", () => {
  it("changes nothing when it is cancelled and returns the focus to its trigger", async () => {
    const { user, sent } = renderUi(<DisableAda />)
    await user.click(screen.getByRole("button", { name: "Disable…" }))
    expect(await screen.findByRole("dialog", { name: "Disable Ada?" })).toBeTruthy()
    await user.click(screen.getByRole("button", { name: "Cancel" }))
    expect(screen.queryByRole("dialog")).toBeNull()
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Disable…" }))
    expect(sent).toEqual([])
  })

  it("closes with Escape and changes nothing", async () => {
    const { user, sent } = renderUi(<DisableAda />)
    await user.click(screen.getByRole("button", { name: "Disable…" }))
    await screen.findByRole("dialog")
    await user.keyboard("{Escape}")
    expect(screen.queryByRole("dialog")).toBeNull()
    expect(sent).toEqual([])
  })

  it("acts once when it is confirmed, and closes", async () => {
    const { user, sent } = renderUi(<DisableAda />, { "PATCH /api/v1/users/ada": { body: {} } })
    await user.click(screen.getByRole("button", { name: "Disable…" }))
    await user.click(await screen.findByRole("button", { name: "Disable" }))
    await expect.poll(() => screen.queryByRole("dialog")).toBeNull()
    expect(sent).toMatchObject([{ method: "PATCH", body: { disabled: true } }])
  })

  it("stays open with the error, which is cleared when it is opened again", async () => {
    const { user } = renderUi(<DisableAda />, {
      "PATCH /api/v1/users/ada": problem(409, "Ada is the only admin."),
    })
    await user.click(screen.getByRole("button", { name: "Disable…" }))
    await user.click(await screen.findByRole("button", { name: "Disable" }))
    expect((await screen.findByRole("alert")).textContent).toContain("Ada is the only admin.")
    await user.click(screen.getByRole("button", { name: "Cancel" }))
    await user.click(screen.getByRole("button", { name: "Disable…" }))
    await screen.findByRole("dialog")
    expect(screen.queryByRole("alert")).toBeNull()
  })

  it("reports that it is closed even if the change removes it from the page", async () => {
    const { user } = renderUi(<Ada />, { "DELETE /api/v1/tokens/ada": { body: {} } })
    await user.click(await screen.findByRole("button", { name: "Remove" }))
    await expect.poll(() => screen.queryByRole("dialog")).toBeNull()
    await user.click(screen.getByRole("button", { name: "Restore" }))
    expect(screen.queryByRole("dialog")).toBeNull()
  })
})
