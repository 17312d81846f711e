import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { maxAttempts, parseRetryAfter, retryDelayMs } from "./schedule"

const seconds = (attempts: number, random = 0) => (retryDelayMs(attempts, 0, random) ?? 0) / 1_000
const random = fc.double({ min: 0, max: 1, noNaN: true })

describe("The delay before an attempt", () => {
  it("is the one of Standard Webhooks, over three days in total", () => {
    const delays = Array.from({ length: maxAttempts }, (_, attempts) => seconds(attempts))
    const hour = 3_600
    expect(delays).toEqual([0, 5, 300, 1_800, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour])
    expect(retryDelayMs(maxAttempts, 0, 0)).toBeNull()
  })

  it("is longer by at most a fifth, and never shorter than the one before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: maxAttempts - 1 }), random, random, (attempts, one, other) => {
        expect(seconds(attempts, one)).toBeGreaterThanOrEqual(seconds(attempts))
        expect(seconds(attempts, one)).toBeLessThanOrEqual(1.2 * seconds(attempts) + 0.001)
        expect(seconds(attempts, one)).toBeGreaterThanOrEqual(seconds(attempts - 1, 0))
        expect(Math.abs(seconds(attempts, one) - seconds(attempts, other))).toBeLessThanOrEqual(
          0.2 * seconds(attempts) + 0.001,
        )
      }),
    )
  })

  it("is at least the Retry-After of the receiver, up to a day", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: maxAttempts - 1 }),
        fc.nat(10 ** 9),
        random,
        (attempts, after, one) => {
          const delay = retryDelayMs(attempts, after, one) ?? 0
          expect(delay).toBeGreaterThanOrEqual(Math.min(after, 86_400_000))
          expect(delay).toBe(Math.max(retryDelayMs(attempts, 0, one) ?? 0, Math.min(after, 86_400_000)))
        },
      ),
    )
  })
})

describe("Retry-After", () => {
  const now = new Date("2026-11-30T10:00:00Z")
  it.each([
    ["120", 120_000],
    [" 5 ", 5_000],
    ["Mon, 30 Nov 2026 10:01:00 GMT", 60_000],
    ["Mon, 30 Nov 2026 09:00:00 GMT", 0],
    ["soon", 0],
    ["-5", 0],
    [undefined, 0],
  ])("%s is %i milliseconds", (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected)
  })
})
