import { randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"

type Json = Record<string, unknown>
export type ApiResponse = { status: number; body: Json; headers: Headers }
/** `headers`: instead of the token. */
type Request = { body?: unknown; key?: string; type?: string; headers?: Record<string, string> }

const responseTimeoutMs = 15_000
const retryForMs = 150_000
const retryMs = 300

/** A pipeline that calls Slipway's API, and records every response that the API does not promise. */
export class ChaosClient {
  /** The number of responses by status; `none`: the connection broke or timed out. */
  readonly counts = new Map<string, number>()
  readonly problems: string[] = []
  /** The longest time in milliseconds between two responses to writes that changed something. */
  longestGapMs = 0
  private lastWriteAt = 0

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly note: (text: string) => void,
  ) {}

  /** The time until the next write does not count. */
  pauseClock(): void {
    this.lastWriteAt = 0
  }

  /** One attempt; null without a response. */
  async attempt(
    method: string,
    path: string,
    { body, key, type, headers }: Request = {},
  ): Promise<ApiResponse | null> {
    const sentAt = Date.now()
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(headers ?? { authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { "content-type": type ?? "application/json" }),
        ...(key !== undefined && { "idempotency-key": key }),
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(responseTimeoutMs),
    }).catch(() => null)
    // The status is a promise even if the rest of the response is lost.
    const text = await response?.text().catch(() => null)
    const counted = response === null ? "none" : String(response.status)
    this.counts.set(counted, (this.counts.get(counted) ?? 0) + 1)
    const code = text ? (parse(text).code ?? "") : ""
    if (!response?.ok) this.note(`${method} ${path}: ${counted} ${code} after ${Date.now() - sentAt} ms`)
    if (response === null) return null
    const result = { status: response.status, headers: response.headers, body: parse(text ?? "") }
    this.checkStatus(`${method} ${path}`, result, text ?? "")
    if (method !== "GET" && response.ok) this.noteWrite()
    // A rejection without its reason decides nothing.
    return response.ok || text ? result : null
  }

  /** Retries until Slipway decides, like the command line: a POST with one Idempotency-Key, unless `key` is null. */
  async retryUntilDecided(
    method: string,
    path: string,
    { key, ...request }: Omit<Request, "key"> & { key?: null } = {},
  ): Promise<ApiResponse> {
    const deadline = Date.now() + retryForMs
    const keyed = method === "POST" && key !== null ? { ...request, key: randomUUID() } : request
    while (Date.now() < deadline) {
      const response = await this.attempt(method, path, keyed)
      if (response !== null && isDecided(response)) return response
      await sleep(retryMs)
    }
    const undecided = `${method} ${path} got no decision within ${retryForMs / 1_000} s`
    this.problems.push(undecided)
    throw new Error(undecided)
  }

  private checkStatus(request: string, { status, headers }: ApiResponse, text: string): void {
    const isPromised = status < 500 || (status === 503 && headers.has("retry-after"))
    if (!isPromised) this.problems.push(`${request} returned ${status}: ${text.slice(0, 300)}`)
  }

  private noteWrite(): void {
    const now = Date.now()
    if (this.lastWriteAt > 0) this.longestGapMs = Math.max(this.longestGapMs, now - this.lastWriteAt)
    this.lastWriteAt = now
  }
}

const isDecided = ({ status, body }: ApiResponse) =>
  status < 500 && status !== 429 && body.code !== "idempotency_key_in_flight"

function parse(text: string): Json {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}
