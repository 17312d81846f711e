import { screen } from "@testing-library/react"
import { lazy } from "react"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { PageError } from "@/components/layout/page-error"
import { MountOnOpen } from "@/components/ui/lazy-trigger"
import { renderUi } from "@/tools/testing/render-ui"

const missing = () => Object.assign(new Error("Failed to load chunk a.js"), { name: "ChunkLoadError" })

beforeEach(() => {
  vi.mocked(console.error).mockImplementation(() => undefined)
})

// React and the error page log what they caught.
afterEach(() => {
  expect(vi.mocked(console.error).mock.calls).not.toEqual([])
  vi.mocked(console.error).mockReset()
})

describe("A part of the page whose script was replaced by a newer version", () => {
  it("asks to reload, and keeps the rest with what was entered", async () => {
    const Missing = lazy(() => Promise.reject(missing()))
    const { user } = renderUi(
      <>
        <input aria-label="Reason" />
        <MountOnOpen open>
          <Missing />
        </MountOnOpen>
      </>,
    )
    expect((await screen.findByRole("alert")).textContent).toContain("Slipway may have been updated")
    await user.type(screen.getByLabelText("Reason"), "kept")
    expect(screen.getByLabelText<HTMLInputElement>("Reason").value).toBe("kept")
    expect(screen.getByRole("button", { name: "Reload" })).toBeTruthy()
  })

  it("is not retried by the error page, which reloads instead", () => {
    renderUi(<PageError error={missing()} retry={() => undefined} />, { "*": {} })
    expect(screen.getByRole("heading", { name: "Slipway was updated" })).toBeTruthy()
    expect(screen.queryByRole("button", { name: "Retry" })).toBeNull()
    expect(screen.getByRole("button", { name: "Reload" })).toBeTruthy()
  })
})
