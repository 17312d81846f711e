import { act, screen } from "@testing-library/react"
import { afterEach, describe, expect, it, vi } from "vitest"
import { endSession, sessionEnded } from "@/components/layout/session-end"
import { SignedOut } from "@/components/layout/signed-out"
import { Button } from "@/components/ui/button"
import { FormDialog } from "@/components/ui/form-dialog"
import { TextField } from "@/components/ui/text-field"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { api } from "@/lib/platform/paths"
import { problem, renderUi } from "@/tools/testing/render-ui"

const path = "/api/v1/users/me/views"

function SaveView({ shown }: { shown?: boolean }) {
  const save = useApiMutation("POST", api("/users/me/views"))
  return (
    <FormDialog
      trigger={<Button>Open</Button>}
      title="New view"
      submit="Save"
      action={save}
      read={(form) => ({ list: "history", name: String(form.get("name")), search: "" })}
      result={shown ? save.isSuccess && <p>Shown once</p> : undefined}
    >
      <TextField label="Name" name="name" />
    </FormDialog>
  )
}

async function openDialog(responses: Parameters<typeof renderUi>[1] = {}, ui = <SaveView />) {
  const rendered = renderUi(ui, responses)
  await rendered.user.click(screen.getByRole("button", { name: "Open" }))
  return { ...rendered, field: await screen.findByLabelText<HTMLInputElement>("Name") }
}

const dialog = () => screen.queryByRole("dialog", { name: "New view" })
const outside = () => {
  const overlay = dialog()?.previousElementSibling
  if (!overlay) throw new Error("The dialog has no overlay.")
  return overlay
}

/** Whether the browser would ask before the page is left. */
function asksBeforeLeaving(): boolean {
  return !window.dispatchEvent(new Event("beforeunload", { cancelable: true }))
}

describe("A dialog with a form", () => {
  it("shows what is wrong with a field only at the field, without the name that the API gives it", async () => {
    const errors = [{ pointer: "/name", message: "Enter a name." }]
    const rejection = problem(422, "name: Enter a name.", { code: "invalid", errors })
    const { user } = await openDialog({ [`POST ${path}`]: rejection })
    await user.click(screen.getByRole("button", { name: "Save" }))
    expect((await screen.findByRole("alert")).textContent).toBe("Check the marked fields.")
    expect(screen.getByLabelText("Name").getAttribute("aria-invalid")).toBe("true")
    expect(screen.getByText("Enter a name.")).toBeTruthy()
  })

  it("lists what is wrong with a field that the form does not show", async () => {
    const errors = [
      { pointer: "/name", message: "Enter a name." },
      { pointer: "/search", message: "Too long." },
    ]
    const detail = "name: Enter a name. search: Too long."
    const { user } = await openDialog({ [`POST ${path}`]: problem(422, detail, { code: "invalid", errors }) })
    await user.click(screen.getByRole("button", { name: "Save" }))
    expect((await screen.findByRole("alert")).textContent).toBe(detail)
  })

  it("closes with Escape while nothing was entered", async () => {
    const { user } = await openDialog()
    expect(asksBeforeLeaving()).toBe(false)
    await user.keyboard("{Escape}")
    expect(dialog()).toBeNull()
  })

  it("keeps the input after Escape or a click outside, and asks whether to discard it", async () => {
    const { user, field } = await openDialog()
    await user.type(field, "Mine")
    await user.keyboard("{Escape}")
    expect(screen.getByRole("alert").textContent).toBe("Discard your changes?")
    expect(document.activeElement?.textContent).toBe("Keep editing")
    await user.keyboard("{Enter}")
    await user.click(outside())
    expect(screen.getByRole("alert").textContent).toBe("Discard your changes?")
    expect(field.value).toBe("Mine")
    await user.click(screen.getByRole("button", { name: "Discard" }))
    expect(dialog()).toBeNull()
    expect(asksBeforeLeaving()).toBe(false)
  })

  it("has the browser ask before a page with input is left", async () => {
    const { user, field } = await openDialog({ [`POST ${path}`]: { status: 201, body: {} } })
    await user.type(field, "Mine")
    expect(asksBeforeLeaving()).toBe(true)
    await user.click(screen.getByRole("button", { name: "Save" }))
    await expect.poll(dialog).toBeNull()
    expect(asksBeforeLeaving()).toBe(false)
  })

  it("stays open until the server has responded, and sends once", async () => {
    const { promise, resolve } = Promise.withResolvers<{ status: number; body: object }>()
    const { user, field, sent } = await openDialog({ [`POST ${path}`]: () => promise })
    await user.type(field, "Mine{Enter}{Enter}{Escape}")
    expect(dialog()).not.toBeNull()
    await act(async () => resolve({ status: 500, body: { detail: "The disk is full." } }))
    await expect.poll(() => screen.queryByRole("alert")?.textContent).toBe("The disk is full.")
    expect(field.value).toBe("Mine")
    expect(sent).toHaveLength(1)
  })

  it("does not close by a click outside while it shows a result, which cannot be shown again", async () => {
    const { user, field } = await openDialog(
      { [`POST ${path}`]: { status: 201, body: {} } },
      <SaveView shown />,
    )
    await user.type(field, "Mine{Enter}")
    await screen.findByText("Shown once")
    await user.click(outside())
    expect(screen.queryByText("Shown once")).not.toBeNull()
  })
})

describe("The end of the session while a form has input", () => {
  afterEach(() => act(async () => sessionEnded.set(false)))

  it("keeps the page, and continues once the same user has signed in again", async () => {
    let me: object = { status: 401, body: { detail: "Sign in." } }
    const ui = (
      <>
        <SaveView />
        <SignedOut email="ada@example.test" />
      </>
    )
    const { user, field } = await openDialog({ "GET /api/v1/users/me": () => me }, ui)
    await user.type(field, "Mine")
    // The simulated change event of a field must not fall into the opening of the other dialog.
    await user.tab()
    await act(async () => endSession())
    const signedOut = await screen.findByRole("dialog", { name: "You are signed out" })
    expect(signedOut.querySelector("a")?.getAttribute("target")).toBe("_blank")
    await user.click(screen.getByRole("button", { name: "Continue" }))
    await expect.poll(() => screen.queryByRole("alert")?.textContent).toBe("Sign in.")
    me = { body: { email: "ada@example.test" } }
    await act(async () => window.dispatchEvent(new Event("focus")))
    await expect.poll(() => screen.queryByRole("dialog", { name: "You are signed out" })).toBeNull()
    expect(field.value).toBe("Mine")
  })

  it("does not show the page to another user", async () => {
    const reload = vi.fn()
    vi.stubGlobal("location", { ...window.location, reload, pathname: "/", search: "" })
    const ui = (
      <>
        <SaveView />
        <SignedOut email="ada@example.test" />
      </>
    )
    const { user, field } = await openDialog(
      { "GET /api/v1/users/me": { body: { email: "eve@example.test" } } },
      ui,
    )
    await user.type(field, "Mine")
    await user.tab()
    await act(async () => endSession())
    await user.click(await screen.findByRole("button", { name: "Continue" }))
    await expect.poll(() => reload.mock.calls).toHaveLength(1)
  })
})
