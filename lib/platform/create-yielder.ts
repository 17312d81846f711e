import { setImmediate } from "node:timers/promises"

const maxComputingMs = 10

/**
 * For loops over large inputs: awaiting the returned function lets the event loop handle other work whenever the loop has
 * computed for longer than `maxComputingMs`.
 */
export function createYielder(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < maxComputingMs) return
    await setImmediate()
    since = performance.now()
  }
}
