import { isCompressed, seal, unseal } from "@/lib/platform/seal"
import { threadTask } from "@/lib/platform/threads/thread-task"
import type sealTask from "./seal.task"

const run = threadTask<typeof sealTask>("lib/platform/sealing/seal.task.ts", { resultBytes: 128 * 1_048_576 })
const largeLetters = 256 * 1_024

/** Seals a text of any length; a long one in a worker thread. `owner`: on whose behalf. */
export async function sealText(owner: string, text: string, key: Buffer): Promise<string> {
  return text.length < largeLetters ? seal(text, key) : run(owner, { text, key })
}

export async function unsealText(owner: string, sealed: string, keys: readonly Buffer[]): Promise<string> {
  return isCompressed(sealed) ? run(owner, { sealed, keys }) : unseal(sealed, keys)
}
