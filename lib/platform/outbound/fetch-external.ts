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

export type ExternalRequest = {
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

async function fetchOnce(
  url: URL,
  origin: string,
  options: ExternalRequest,
  dependencies: ExternalDependencies,
  signal: AbortSignal,
): Promise<ExternalResponse> {
  const policy = dependencies.policy ?? egressPolicy()
  checkUrl(url, policy)
  const addresses = await beforeEnd(
    resolveAllowed(url, policy, dependencies.resolve ?? resolveByDns),
    signal,
    url.host,
  )
  const { authorization } = options
  const isAuthorized = typeof authorization === "string" && url.origin === origin
  const headers = { "user-agent": "slipway", ...options.headers, ...(isAuthorized ? { authorization } : {}) }
  const message = await connect(url, addresses, headers, dependencies.ca, signal)
  const isRedirect = redirects.has(message.statusCode ?? 0)
  const body = await readBody(message, isRedirect ? 64 * 1_024 : options.maxBytes, url, signal)
  return { status: message.statusCode ?? 0, headers: message.headers, body, url }
}

function connect(
  url: URL,
  addresses: Resolved[],
  headers: Record<string, string>,
  ca: string | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const [first] = addresses
    const outgoing = request(url, {
      headers,
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
    outgoing.once("error", (error) => reject(toExternalError(error, url.host, signal)))
    outgoing.end()
  })
}

async function readBody(
  message: IncomingMessage,
  maxBytes: number,
  url: URL,
  signal: AbortSignal,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of message) {
      bytes += chunk.length
      if (bytes > maxBytes) {
        throw new ExternalError(
          "too_large",
          `The response of ${url.host} is larger than ${Math.floor(maxBytes / 1_048_576)} MB.`,
        )
      }
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof ExternalError ? error : toExternalError(error, url.host, signal)
  } finally {
    message.destroy()
  }
  return Buffer.concat(chunks)
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
