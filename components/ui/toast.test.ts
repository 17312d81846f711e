import { describe, expect, it, vi } from "vitest"

vi.mock("sonner", () => ({ toast: Object.assign(vi.fn(), { error: vi.fn() }) }))

describe("The toaster", () => {
  it("is requested with the first toast, not earlier", async () => {
    const { showToast, toasterRequested } = await import("./toast")
    const listener = vi.fn()
    const stop = toasterRequested.subscribe(listener)
    expect(toasterRequested.get()).toBe(false)
    showToast("Recorded.")
    expect(listener).toHaveBeenCalledOnce()
    expect(toasterRequested.get()).toBe(true)
    stop()
  })
})
