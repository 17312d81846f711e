import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { DomainError } from "@/lib/platform/errors"

const authenticate = vi.hoisted(() => vi.fn())
vi.mock("@/lib/identity/auth/authenticate", () => ({ authenticate }))
// Another test file of this worker may have loaded it without the mock, and the next must not have it with the mock.
vi.resetModules()
afterAll(() => vi.resetModules())
const { recheckCaller } = await import("./recheck-caller")

const actor = systemActor("stream reader")
const requestWith = (token: string) =>
  new Request("http://slipway.test", { headers: { authorization: `Bearer ${token}` } })

beforeEach(() => {
  vi.useFakeTimers()
  authenticate.mockReset().mockResolvedValue(actor)
})
afterEach(() => vi.useRealTimers())

const openStreams = (count: number, token: string) =>
  Array.from({ length: count }, () => {
    const end = vi.fn()
    return { end, stop: recheckCaller(actor, requestWith(token), end) }
  })

describe("recheckCaller", () => {
  it("checks once for all streams with the same credentials", async () => {
    const streams = [...openStreams(250, "one"), ...openStreams(250, "two")]
    await vi.advanceTimersByTimeAsync(2_500)
    expect(authenticate).toHaveBeenCalledTimes(2)
    for (const { stop } of streams) stop()
  })

  it("ends all streams of a caller within 5 seconds after a revocation, and no other streams", async () => {
    const revoked = openStreams(3, "revoked")
    const valid = openStreams(3, "valid")
    authenticate.mockImplementation(async (headers: Headers) => {
      if (headers.get("authorization") === "Bearer revoked")
        throw new DomainError("unauthenticated", "revoked")
      return actor
    })
    await vi.advanceTimersByTimeAsync(5_000)
    for (const { end } of revoked) expect(end).toHaveBeenCalledOnce()
    for (const { end, stop } of valid) {
      expect(end).not.toHaveBeenCalled()
      stop()
    }
  })

  it("ends the streams of a caller when its permissions change", async () => {
    const [stream] = openStreams(1, "changed")
    authenticate.mockResolvedValue({ ...actor, scopes: ["releases:read"] })
    await vi.advanceTimersByTimeAsync(2_500)
    expect(stream?.end).toHaveBeenCalledOnce()
  })

  it("stops checking after the last stream of a caller has ended", async () => {
    const [first, second] = openStreams(2, "leaving")
    first?.stop()
    await vi.advanceTimersByTimeAsync(2_500)
    expect(authenticate).toHaveBeenCalledTimes(1)
    second?.stop()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(authenticate).toHaveBeenCalledTimes(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
