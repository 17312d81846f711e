import type { IncomingMessage } from "node:http"
import { parse } from "yaml"
import { ApiError, badRequest } from "../api-error"
import { isObject, type Json, type JsonObject } from "../json"
import { decodeProtobuf } from "./protobuf"

const largestBytes = 3 * 1024 * 1024

/** The body parsed from JSON, YAML or protobuf; null if there is none. */
export async function readBody(request: IncomingMessage): Promise<Json> {
  const body = await collect(request)
  if (body.length === 0) return null
  const media = request.headers["content-type"] ?? "application/json"
  if (media.startsWith("application/vnd.kubernetes.protobuf")) return decodeProtobuf(body)
  if (media.includes("cbor"))
    throw new ApiError(415, "UnsupportedMediaType", "the sandbox does not support CBOR")
  try {
    const text = body.toString("utf8")
    // JSON is also YAML, but its own parser is much faster.
    return /^\s*[[{]/.test(text) && !media.includes("yaml") ? JSON.parse(text) : parseYaml(text)
  } catch {
    throw badRequest("the body of the request could not be read")
  }
}

function parseYaml(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    const value: Json = parse(text)
    return value
  }
}

export function asObject(body: Json): JsonObject {
  if (!isObject(body)) throw badRequest("the body of the request is not an object")
  return body
}

async function collect(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    bytes += buffer.length
    if (bytes > largestBytes) {
      throw new ApiError(413, "RequestEntityTooLarge", "the request is too large: limit is 3145728")
    }
    chunks.push(buffer)
  }
  return Buffer.concat(chunks)
}
