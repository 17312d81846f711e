import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import { DomainError } from "@/lib/platform/errors"
import { PerProcess } from "@/lib/platform/per-process"

/** Each upload keeps its file while it is received, waits for its turn and is processed. */
const maxUploads = 6
const maxUploadsOfCaller = 3
const retryAfterSeconds = 10

const uploadsOfProcess = new PerProcess<string[]>("uploads")

/** Runs `work`, or throws a 429 when too many uploads are in progress, for this caller or in total. */
export async function withUploadSlot<T>(actor: Actor, work: () => Promise<T>): Promise<T> {
  const uploads = uploadsOfProcess.get(() => [])
  const caller = sourceOf(actor)
  if (
    uploads.length >= maxUploads ||
    uploads.filter((upload) => upload === caller).length >= maxUploadsOfCaller
  ) {
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
