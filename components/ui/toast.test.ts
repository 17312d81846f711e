import { describe, expect, it, vi } from "vitest"

vi.mock("sonner", () => ({ toast: Object.assign(vi.fn(), { error: vi.fn() }) }))

describe("The toaster", () => {
  it("is requested with the first toast, not earlier", async () => {
    const { showToast, isToastRequested, onToastRequested } = await import("./toast")
    const listener = vi.fn()
    const stop = onToastRequested(listener)
    expect(isToastRequested()).toBe(false)
    showToast("Recorded.")
    expect(listener).toHaveBeenCalledOnce()
    expect(isToastRequested()).toBe(true)
    stop()
  })
})
