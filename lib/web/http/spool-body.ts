import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { mkdtemp, open, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DomainError } from "@/lib/platform/errors"
import { bodyChunks, mediaType } from "./read-body"

/** A complete body in a temporary file: not held in memory, and readable more than once. */
export type SpooledBody = { mediaType: string; sha256: string; chunks: () => AsyncIterable<Uint8Array> }

const spoolLimitBytes = 64 * 1024 * 1024

/**
 * Writes a large body to a file before `work` starts, so that no transaction waits for a slow client and a transaction
 * that must be retried can read it again. The file is deleted when `work` has finished.
 */
export async function withSpooledBody<T>(
  request: Request,
  accepted: readonly string[],
  work: (body: SpooledBody) => Promise<T>,
): Promise<T> {
  const type = mediaType(request)
  if (!accepted.includes(type)) {
    const choices = accepted.join(" or ")
    throw new DomainError(
      "unsupported_media_type",
      type === "" ? `Send the body as ${choices}.` : `Send the body as ${choices}, not as ${type}.`,
    )
  }
  if ((request.headers.get("content-encoding") ?? "identity") !== "identity") {
    throw new DomainError("unsupported_media_type", "Send the body without Content-Encoding.")
  }
  const folder = await mkdtemp(join(tmpdir(), "slipway-body-"))
  try {
    const file = join(folder, "body")
    const sha256 = await writeBody(request, file)
    return await work({
      mediaType: type,
      sha256,
      chunks: () => whileConnected(file, request.signal),
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Throws once the client has disconnected, so that the work stops. */
async function* whileConnected(file: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(file)) {
    if (signal.aborted) throw new DomainError("malformed", "The client closed the connection.")
    yield chunk
  }
}

async function writeBody(request: Request, file: string): Promise<string> {
  const hash = createHash("sha256")
  const handle = await open(file, "wx", 0o600)
  try {
    for await (const chunk of bodyChunks(request, spoolLimitBytes)) {
      hash.update(chunk)
      await handle.write(chunk)
    }
  } finally {
    await handle.close()
  }
  return hash.digest("hex")
}
