const atOnce = 16
const waiting: (() => void)[] = []

/**
 * Resolves when it is the caller's turn to write to its stream. Hundreds of streams may have the same events to send at
 * the same moment; only a few write at a time, so that the event loop can handle other work in between.
 */
export function waitForTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(giveTurns)
  })
}

function giveTurns(): void {
  for (const resolve of waiting.splice(0, atOnce)) resolve()
  if (waiting.length > 0) setImmediate(giveTurns)
}
