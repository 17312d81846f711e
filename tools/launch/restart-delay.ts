const firstDelayMilliseconds = 100
const longestDelayMilliseconds = 5_000
const steadyMilliseconds = 30_000

/** How long to wait before the next start: hardly at all at first, so that nobody waits for a single crash. */
export function restartDelayMilliseconds(failures: number): number {
  return Math.min(firstDelayMilliseconds * 2 ** Math.max(failures - 1, 0), longestDelayMilliseconds)
}

/** How many failures in a row it is after a run of this length; one that lasted begins the count again. */
export function afterRun(failuresBefore: number, lastedMilliseconds: number): number {
  return lastedMilliseconds >= steadyMilliseconds ? 1 : failuresBefore + 1
}
