import { setImmediate } from "node:timers/promises"

/**
 * For loops over large inputs: awaiting the returned function lets the event loop handle other work whenever the loop has
 * computed for longer than `milliseconds`.
 */
export function createYielder(milliseconds = 10): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < milliseconds) return
    await setImmediate()
    since = performance.now()
  }
}
