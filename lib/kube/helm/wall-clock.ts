const roomSeconds = 60
const unstoppableWaits = 20

/**
 * The maximum duration of a whole call: `timeout` limits each single wait, of which there are up to three (hooks, resources,
 * and with `atomic` the rollback).
 */
export function wallClockSeconds(input: { timeoutSeconds: number; atomic?: boolean }): number {
  return input.timeoutSeconds * (input.atomic ? 3 : 2) + roomSeconds
}

/**
 * The maximum duration of a rollback or an uninstall, which leave an inconsistent state when killed. Hooks are waited for individually,
 * and a chart may have many: this limit is only for a Helm process that hangs.
 */
export function unstoppableSeconds(input: { timeoutSeconds: number }): number {
  return input.timeoutSeconds * unstoppableWaits + roomSeconds
}
