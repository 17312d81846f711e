import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import { DomainError } from "@/lib/platform/errors"

/** Each upload keeps its file while it is received, waits for its turn and is processed. */
const maxUploads = 6
const maxUploadsOfCaller = 3
const retryAfterSeconds = 10

// Next.js bundles each route separately; global state lets all routes share the slots of the process.
const held = globalThis as typeof globalThis & { slipwayUploads?: string[] }

/** Runs `work`, or throws a 429 when too many uploads are in progress, for this caller or in total. */
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
