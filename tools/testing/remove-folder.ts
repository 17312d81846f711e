import { rm } from "node:fs/promises"

/** Retries for up to 5.5 s: a background read or a killed process may still be writing to it. */
export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}
