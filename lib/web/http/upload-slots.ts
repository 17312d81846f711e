import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import { DomainError } from "@/lib/platform/errors"

/** Each holds a connection of the pool while it is worked on. */
const maxUploads = 6
const maxUploadsOfCaller = 3
const retryAfterSeconds = 10

// Next bundles each route by itself; the slots are of the one process all the same.
const held = globalThis as typeof globalThis & { slipwayUploads?: string[] }

/** Runs `work` unless too many large bodies are received or worked on already, by this caller or by all: then a 429. */
export async function withUploadSlot<T>(actor: Actor, work: () => Promise<T>): Promise<T> {
  held.slipwayUploads ??= []
  const uploads = held.slipwayUploads
  const caller = sourceOf(actor)
  if (uploads.length >= maxUploads || uploads.filter((one) => one === caller).length >= maxUploadsOfCaller) {
    throw new DomainError("too_many_requests", "Too many uploads are in progress. Retry after Retry-After.", {
      retryAfterSeconds,
    })
  }
  uploads.push(caller)
  try {
    return await work()
  } finally {
    uploads.splice(uploads.indexOf(caller), 1)
  }
}
