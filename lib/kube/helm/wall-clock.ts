const roomSeconds = 60
const unstoppableWaits = 20

/**
 * The longest a whole call may take: `timeout` bounds each single wait, of which there are up to three (hooks, resources,
 * and with `atomic` the way back).
 */
export function wallClockSeconds(input: { timeoutSeconds: number; atomic?: boolean }): number {
  return input.timeoutSeconds * (input.atomic ? 3 : 2) + roomSeconds
}

/**
 * The same for a rollback or an uninstall, whose Helm is killed by it and leaves a mess. Each hook is waited for by itself,
 * and a chart may have many: this is only for a Helm that never ends.
 */
export function unstoppableSeconds(input: { timeoutSeconds: number }): number {
  return input.timeoutSeconds * unstoppableWaits + roomSeconds
}
