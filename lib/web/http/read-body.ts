import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { mkdtemp, open, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DomainError, type FieldError } from "@/lib/platform/errors"
import { parseScanned, scanJson } from "@/lib/platform/json-text"
import { isStorable, mayBeUnstorable } from "@/lib/platform/storable"
import type { RouteRequest } from "./http-server/respond-directly"

const jsonBodyLimitBytes = 1024 * 1024

function tooLarge(limitBytes: number): DomainError {
  return new DomainError("too_large", `The body is larger than ${limitBytes / 1024 / 1024} MiB.`)
}

/** The chunks of a body; throws a 413 at the limit, whatever Content-Length says. */
async function* bodyChunks(request: RouteRequest, limitBytes: number): AsyncGenerator<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge(limitBytes)
  if (request.body === null) return
  let received = 0
  try {
    for await (const chunk of request.body) {
      received += chunk.byteLength
      if (received > limitBytes) throw tooLarge(limitBytes)
      yield chunk
    }
  } catch (error) {
    // The client's connection broke, which must not look like a failure of the database or Slipway.
    throw error instanceof DomainError
      ? error
      : new DomainError("malformed", "The body ended before it was complete.")
  }
}

export function rejectCompressedBody(request: RouteRequest): void {
  if (/^(identity)?$/i.test(request.headers.get("content-encoding") ?? "")) return
  throw new DomainError("unsupported_media_type", "Send the body without Content-Encoding.")
}

export function mediaType(request: RouteRequest): string {
  return (request.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? ""
}

/** The body as it was sent; empty when there is none. */
export async function readBytes(request: RouteRequest): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bodyChunks(request, jsonBodyLimitBytes)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export function decodeText(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body)
  } catch {
    throw new DomainError("malformed", "The body is not UTF-8.")
  }
}

/**
 * Parses a JSON body, with pauses between steps that take a while; a missing body is `{}`, so that endpoints with
 * optional bodies accept none.
 */
export async function parseJsonBody(
  request: RouteRequest,
  text: string,
  pause: () => Promise<void>,
): Promise<{ value: unknown; errors: FieldError[] }> {
  if (text.trim() === "") return { value: {}, errors: [] }
  const type = mediaType(request)
  if (type !== "application/json" && !type.endsWith("+json")) {
    throw new DomainError(
      "unsupported_media_type",
      type === ""
        ? "Send the body with Content-Type: application/json."
        : `Send the body as application/json, not as ${type}.`,
    )
  }
  const scanned = scanJson(text)
  await pause()
  const parsed = parseScanned(text, scanned)
  if ("problem" in parsed) throw new DomainError("malformed", parsed.problem)
  if (!mayBeUnstorable(text) || isStorable(parsed.value)) return parsed
  throw new DomainError("malformed", "The body contains a character that cannot be stored, such as U+0000.")
}

/** A complete body in a temporary file: not held in memory, and readable more than once. */
export type SpooledBody = { mediaType: string; sha256: string; chunks: () => AsyncIterable<Uint8Array> }

const spoolLimitBytes = 64 * 1024 * 1024

/**
 * Writes a large body to a file before `work` starts, so that no transaction waits for a slow client and a transaction
 * that must be retried can read it again. The file is deleted when `work` has finished.
 */
export async function withSpooledBody<T>(
  request: RouteRequest,
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
  const folder = await mkdtemp(join(tmpdir(), "slipway-body-"))
  try {
    const file = join(folder, "body")
    const sha256 = await writeBody(request, file)
    return await work({
      mediaType: type,
      sha256,
      chunks: () => whileConnected(file, request),
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Throws once the client has disconnected, so that the work stops. */
async function* whileConnected(file: string, request: RouteRequest): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(file)) {
    if (request.signal.aborted) throw new DomainError("malformed", "The client closed the connection.")
    yield chunk
  }
}

async function writeBody(request: RouteRequest, file: string): Promise<string> {
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
