import { dayMs, hourMs, minuteMs } from "@/lib/platform/instant"

/** The delay before each attempt, as Standard Webhooks recommends; over three days in total. */
const delaysMs: readonly number[] = [
  0,
  5_000,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  dayMs,
]
export const maxAttempts = delaysMs.length

/** Each delay is longer by up to this share, so that what failed together is not sent again together. */
const jitter = 0.2
const maxRetryAfterMs = dayMs

/**
 * How long to wait after so many failed attempts; null: no further one. Waits at least for the receiver's Retry-After.
 * `random`: from 0 to 1.
 */
export function retryDelayMs(attempts: number, retryAfterMs: number, random: number): number | null {
  const delayMs = delaysMs[attempts]
  if (delayMs === undefined) return null
  return Math.max(Math.round(delayMs * (1 + jitter * random)), Math.min(retryAfterMs, maxRetryAfterMs))
}

/** The milliseconds of a Retry-After header, which is seconds or a date; 0 without one, or if it is invalid. */
export function parseRetryAfter(header: string | undefined, now: Date): number {
  if (header === undefined) return 0
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000
  return Math.max(0, (Date.parse(header) || 0) - now.getTime())
}
