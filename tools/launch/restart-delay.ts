const firstDelayMs = 100
const maxDelayMs = 5_000
const steadyMs = 30_000

/** How long to wait before the next start: almost nothing at first, so that a single crash costs little time. */
export function restartDelayMs(failures: number): number {
  return Math.min(firstDelayMs * 2 ** Math.max(failures - 1, 0), maxDelayMs)
}

/** The number of consecutive failures after a run of this length; a long run resets the count. */
export function afterRun(failuresBefore: number, lastedMs: number): number {
  return lastedMs >= steadyMs ? 1 : failuresBefore + 1
}
