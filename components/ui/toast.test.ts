import { describe, expect, it, vi } from "vitest"

vi.mock("sonner", () => ({ toast: Object.assign(vi.fn(), { error: vi.fn() }) }))

describe("The toaster", () => {
  it("is asked for with the first toast, and not before", async () => {
    const { showToast, isToastAsked, onToastAsked } = await import("./toast")
    const listener = vi.fn()
    const stop = onToastRequested(listener)
    expect(isToastRequested()).toBe(false)
    showToast("Recorded.")
    expect(listener).toHaveBeenCalledOnce()
    expect(isToastRequested()).toBe(true)
    stop()
  })
})
