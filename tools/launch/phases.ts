import { print } from "@/tools/launch/print"

const finished: { name: string; seconds: number }[] = []

/** Runs one phase of a longer run and keeps how long it took. */
export async function phase<T>(name: string, run: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  try {
    return await run()
  } finally {
    finished.push({ name, seconds: (performance.now() - startedAt) / 1_000 })
  }
}

/** Prints how long each phase took, in the order in which they ended, then `notes`: the end of a long log is what people read. */
export function printPhases(notes: string[]): void {
  print("\nDuration of each phase:")
  for (const { name, seconds } of finished) print(`${formatSeconds(seconds).padStart(8)}  ${name}`)
  for (const note of notes) print(`\n${note}`)
}

/** 83.4 becomes `1:23`. */
export function formatSeconds(seconds: number): string {
  const rounded = Math.round(seconds)
  return `${Math.floor(rounded / 60)}:${String(rounded % 60).padStart(2, "0")}`
}
