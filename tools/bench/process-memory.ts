import { readFile } from "node:fs/promises"
import type { Slipway } from "./stage"

const pollMs = 50

/** Resident memory in MB, if the system reports it (Linux); otherwise 0. */
export async function memoryOf({ pid }: Slipway): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "")
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

/** The peak memory until `end`. */
export function watchMemory(slipway: Slipway): { end: () => number } {
  let peak = 0
  const measure = async () => {
    peak = Math.max(peak, await memoryOf(slipway))
  }
  const timer = setInterval(() => void measure(), pollMs)
  return {
    end: () => {
      clearInterval(timer)
      return peak
    },
  }
}
