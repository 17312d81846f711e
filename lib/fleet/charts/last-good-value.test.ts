import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { LastGoodValue } from "./last-good-value"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const options = { freshMs: 0, maxWaitMs: 2_000, onError: () => undefined }

function source(results: (string | Error | "never")[]) {
  let reads = 0
  const read = async () => {
    const result = results[reads++] ?? "never"
    if (result === "never") return new Promise<string>(() => undefined)
    if (result instanceof Error) throw result
    return result
  }
  return { read, count: () => reads }
}

describe("LastGoodValue", () => {
  it("returns a value that is read in time, with the time it was read", async () => {
    const { read } = source(["first"])
    expect(await new LastGoodValue<string>().get("a", { ...options, read })).toEqual({
      value: "first",
      readAt: Date.now(),
    })
  })

  it("returns the previous value while the source is slow, and waits for it once", async () => {
    const lastKnown = new LastGoodValue<string>()
    const { read, count } = source(["first", "never"])
    await lastKnown.get("a", { ...options, read })
    const waiting = lastKnown.get("a", { ...options, read })
    await vi.advanceTimersByTimeAsync(400)
    expect((await waiting)?.value).toBe("first")
    expect((await lastKnown.get("a", { ...options, read }))?.value).toBe("first")
    expect(count()).toBe(2)
  })

  it("evicts the least recently used of more than ten thousand keys", async () => {
    const lastKnown = new LastGoodValue<string>()
    const { read, count } = source(["first", ...Array.from({ length: 10_000 }, () => "other"), "again"])
    const fresh = { ...options, freshMs: 60_000, read }
    await lastKnown.get("0", fresh)
    for (let key = 1; key < 10_000; key++) await lastKnown.get(String(key), fresh)
    await lastKnown.get("0", fresh)
    expect(count()).toBe(10_000)
    await lastKnown.get("10000", fresh)
    await lastKnown.get("0", fresh)
    expect(count()).toBe(10_001)
    await lastKnown.get("1", fresh)
    expect(count()).toBe(10_002)
  })

  it("returns the previous value when the source fails", async () => {
    const lastKnown = new LastGoodValue<string>()
    const onError = vi.fn()
    const { read } = source(["first", new Error("away"), "second"])
    await lastKnown.get("a", { ...options, read })
    expect((await lastKnown.get("a", { ...options, read, onError }))?.value).toBe("first")
    expect(onError).toHaveBeenCalledOnce()
    expect((await lastKnown.get("a", { ...options, read }))?.value).toBe("second")
  })

  it("returns null after the maximum wait without a value, and immediately while that read continues", async () => {
    const lastKnown = new LastGoodValue<string>()
    const { read, count } = source(["never"])
    const waiting = lastKnown.get("a", { ...options, read })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await waiting).toBeNull()
    expect(await lastKnown.get("a", { ...options, read })).toBeNull()
    expect(count()).toBe(1)
  })

  it("returns the value that an earlier process stored instead of waiting", async () => {
    const recall = async () => ({ value: "kept", readAt: 5 })
    const { read } = source(["never"])
    const waiting = new LastGoodValue<string>().get("a", { ...options, read, recall })
    await vi.advanceTimersByTimeAsync(400)
    expect(await waiting).toEqual({ value: "kept", readAt: 5 })
  })

  it("does not read again while the value is fresh", async () => {
    const lastKnown = new LastGoodValue<string>()
    const { read, count } = source(["first"])
    for (let times = 0; times < 2; times++) await lastKnown.get("a", { ...options, read, freshMs: 1_000 })
    expect(count()).toBe(1)
  })
})
