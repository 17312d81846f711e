import { screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import { useGo } from "@/components/layout/page-navigation"
import { useUnsaved } from "@/components/ui/unsaved"
import { renderUi } from "@/tools/testing/render-ui"

function Form({ isUnsaved }: { isUnsaved: boolean }) {
  const navigate = useGo()
  useUnsaved(isUnsaved)
  return (
    <>
      <button type="button" onClick={() => navigate("/drift")}>
        Open
      </button>
      <button type="button" onClick={() => navigate("/releases/1", true)}>
        Saved
      </button>
    </>
  )
}

it("asks before another page replaces unsaved input, but not after it was saved", async () => {
  const confirm = vi.fn(() => false)
  vi.stubGlobal("confirm", confirm)
  const { user, push } = renderUi(<Form isUnsaved />)
  await user.click(screen.getByRole("button", { name: "Open" }))
  expect([confirm.mock.calls.length, push.mock.calls]).toEqual([1, []])
  await user.click(screen.getByRole("button", { name: "Saved" }))
  expect(push.mock.calls).toEqual([["/releases/1"]])
  confirm.mockReturnValue(true)
  await user.click(screen.getByRole("button", { name: "Open" }))
  expect(push.mock.calls).toEqual([["/releases/1"], ["/drift"]])
})

it("does not ask without unsaved input", async () => {
  const confirm = vi.fn(() => false)
  vi.stubGlobal("confirm", confirm)
  const { user, push } = renderUi(<Form isUnsaved={false} />)
  await user.click(screen.getByRole("button", { name: "Open" }))
  expect([confirm.mock.calls, push.mock.calls]).toEqual([[], [["/drift"]]])
})
