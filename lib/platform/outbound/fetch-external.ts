import type { IncomingHttpHeaders, IncomingMessage } from "node:http"
import { request } from "node:https"
import {
  checkUrl,
  type EgressPolicy,
  ExternalError,
  egressPolicy,
  type Resolve,
  type Resolved,
  resolveAllowed,
  resolveByDns,
} from "./check-address"

type ExternalRequest = {
  headers?: Record<string, string>
  /** Sent only to the origin of the first URL, not after a redirect to another origin. */
  authorization?: string | null
  maxBytes: number
  /** The total time limit, including redirects. */
  timeoutMs: number
}

export type ExternalResponse = { status: number; headers: IncomingHttpHeaders; body: Buffer; url: URL }

/** Dependencies that tests replace. */
export type ExternalDependencies = { policy?: EgressPolicy; resolve?: Resolve; ca?: string }

/** A POST, which follows no redirect: its body and signature are meant for this address. */
type ExternalPost = Pick<ExternalRequest, "headers" | "maxBytes" | "timeoutMs"> & { body: string }

const redirects = new Set([301, 302, 303, 307, 308])
const maxRedirects = 5

/**
 * GETs an https URL that a user gave. Each URL along the way is checked: scheme, allowed hosts, and that its host resolves to
 * no private, link-local or metadata address. Returns any status except a redirect; throws ExternalError.
 */
export async function fetchExternal(
  address: URL,
  options: ExternalRequest,
  dependencies: ExternalDependencies = {},
): Promise<ExternalResponse> {
  const signal = AbortSignal.timeout(options.timeoutMs)
  let url = address
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const response = await fetchOnce(url, address.origin, options, dependencies, signal)
    const { location } = response.headers
    if (!redirects.has(response.status) || location === undefined) return response
    if (!URL.canParse(location, url)) {
      throw new ExternalError("bad_redirect", `${url.host} redirects to an invalid URL.`)
    }
    url = new URL(location, url)
  }
  throw new ExternalError("bad_redirect", `${address.host} redirects more than ${maxRedirects} times.`)
}

/**
 * POSTs to an https URL that a user gave, which is checked like that of `fetchExternal`. Returns any status, with as much
 * of the body as arrives in time, at most `maxBytes`; throws ExternalError if there is no response.
 */
export async function postExternal(
  url: URL,
  options: ExternalPost,
  dependencies: ExternalDependencies = {},
): Promise<ExternalResponse> {
  const signal = AbortSignal.timeout(options.timeoutMs)
  const message = await send(url, options, dependencies, signal)
  // The status was received, which is what counts.
  const { body } = await readBody(message, options.maxBytes)
  return { status: message.statusCode ?? 0, headers: message.headers, body, url }
}

async function fetchOnce(
  url: URL,
  origin: string,
  options: ExternalRequest,
  dependencies: ExternalDependencies,
  signal: AbortSignal,
): Promise<ExternalResponse> {
  const { authorization } = options
  const isAuthorized = typeof authorization === "string" && url.origin === origin
  const headers = { ...options.headers, ...(isAuthorized ? { authorization } : {}) }
  const message = await send(url, { headers }, dependencies, signal)
  const { body, error, isTooLarge } = await readBody(message, options.maxBytes)
  if (error !== undefined) throw toExternalError(error, url.host, signal)
  if (isTooLarge) {
    const limit = `${Math.floor(options.maxBytes / 1_048_576)} MB`
    throw new ExternalError("too_large", `The response of ${url.host} is larger than ${limit}.`)
  }
  return { status: message.statusCode ?? 0, headers: message.headers, body, url }
}

type RequestContent = { headers?: Record<string, string>; body?: string }

/** Sends a request, a POST if it has a body, after it has checked the URL. */
async function send(
  url: URL,
  content: RequestContent,
  dependencies: ExternalDependencies,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const policy = dependencies.policy ?? egressPolicy()
  checkUrl(url, policy)
  const addresses = await beforeEnd(
    resolveAllowed(url, policy, dependencies.resolve ?? resolveByDns),
    signal,
    url.host,
  )
  return connect(url, addresses, content, dependencies.ca, signal)
}

function connect(
  url: URL,
  addresses: Resolved[],
  { headers, body }: RequestContent,
  ca: string | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const [first] = addresses
    const outgoing = request(url, {
      method: body === undefined ? "GET" : "POST",
      headers: { "user-agent": "slipway", ...headers },
      ca,
      signal,
      // No pool: a kept-alive connection would outlive the check.
      agent: false,
      lookup: (_host, options, done) => {
        if (options.all) done(null, addresses)
        else done(null, first?.address ?? "", first?.family)
      },
    })
    outgoing.once("response", resolve)
    outgoing.on("error", (error) => reject(toExternalError(error, url.host, signal)))
    // Without an error if the server switches to another protocol.
    outgoing.once("close", () => reject(toExternalError(null, url.host, signal)))
    outgoing.end(body)
  })
}

/** The body until it ends, fails or exceeds `maxBytes`. */
async function readBody(
  message: IncomingMessage,
  maxBytes: number,
): Promise<{ body: Buffer; error: unknown; isTooLarge: boolean }> {
  const chunks: Buffer[] = []
  let bytes = 0
  let error: unknown
  try {
    for await (const chunk of message) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > maxBytes) break
    }
  } catch (thrown) {
    error = thrown
  }
  message.destroy()
  return { body: Buffer.concat(chunks).subarray(0, maxBytes), error, isTooLarge: bytes > maxBytes }
}

function toExternalError(error: unknown, host: string, signal: AbortSignal): ExternalError {
  if (signal.aborted) return new ExternalError("too_slow", `${host} did not respond in time.`)
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined
  const reason = typeof code === "string" ? ` (${code})` : ""
  return new ExternalError("unreachable", `${host} cannot be reached${reason}.`)
}

function beforeEnd<T>(work: Promise<T>, signal: AbortSignal, host: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const rejectLate = () => reject(new ExternalError("too_slow", `${host} did not respond in time.`))
    if (signal.aborted) rejectLate()
    signal.addEventListener("abort", rejectLate, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", rejectLate))
  })
}
