const roomSeconds = 60

/**
 * The longest a whole call may take: `timeout` bounds each single wait, of which there are up to three (hooks, resources,
 * and with `atomic` the way back).
 */
export function wallClockSeconds(input: { timeoutSeconds: number; atomic?: boolean }): number {
  return input.timeoutSeconds * (input.atomic ? 3 : 2) + roomSeconds
}
