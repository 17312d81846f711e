/** Why Slipway cannot start, as a message for the operator; no stack is shown. */
export class LaunchProblem extends Error {}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Runs a program of this folder; a failure prints one message on stderr and sets exit code 1. */
export async function runProgram(program: () => Promise<number>): Promise<void> {
  try {
    process.exit(await program())
  } catch (error) {
    process.stderr.write(`${error instanceof LaunchProblem ? error.message : explain(error)}\n`)
    process.exit(1)
  }
}

function explain(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
