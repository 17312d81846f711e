const firstDelayMs = 100
const longestDelayMs = 5_000
const steadyMs = 30_000

/** How long to wait before the next start: hardly at all at first, so that nobody waits for a single crash. */
export function restartDelayMs(failures: number): number {
  return Math.min(firstDelayMs * 2 ** Math.max(failures - 1, 0), longestDelayMs)
}

/** How many failures in a row it is after a run of this length; one that lasted begins the count again. */
export function afterRun(failuresBefore: number, lastedMs: number): number {
  return lastedMs >= steadyMs ? 1 : failuresBefore + 1
}
