import { setTimeout as sleep } from "node:timers/promises"
import type { ApiPath } from "@/lib/platform/paths"
import type { BodyOf, MethodOf, ResponseOf, Route } from "@/lib/web/client/request"

interface Connection {
  settings: { url: string; token: string }
  retryMs: number
  dryRun: boolean
  userAgent: string
  note: (line: string) => void
}

interface Request<M extends string, Body> {
  /** `GET` by default. */
  method?: M
  body?: Body
}

/** The request that `--dry-run` shows instead of sending. */
export class DryRun extends Error {
  constructor(
    readonly method: string,
    readonly target: string,
    readonly body: unknown,
  ) {
    super("nothing was sent")
  }
}

/** Slipway rejected the request. `problem` is the response as received. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Readonly<Record<string, unknown>>,
  ) {
    super(messageOf(status, problem))
  }
}

/** There was no response, so it is unknown whether the request was carried out. */
export class NoResponse extends Error {}

const attemptMs = 30_000
const maxPauseMs = 15_000

/**
 * The API, typed by the declarations of its routes. Retries while Slipway cannot be reached or asks to retry later; a
 * POST has an Idempotency-Key, so that a retry does not apply the change twice.
 */
export class SlipwayClient {
  constructor(private readonly connection: Connection) {}

  /** Whether requests are only printed. */
  get dryRun(): boolean {
    return this.connection.dryRun
  }

  get settings(): Connection["settings"] {
    return this.connection.settings
  }

  pageUrl(path: string): string {
    return `${this.settings.url}${path}`
  }

  async request<R extends Route, M extends MethodOf<R> = "GET" & MethodOf<R>>(
    path: ApiPath<R>,
    request: Request<M, BodyOf<R, M>> = {},
  ): Promise<ResponseOf<R, M>> {
    const { method = "GET", body } = request
    const { settings, dryRun, userAgent, retryMs, note } = this.connection
    const url = `${settings.url}${path}`
    if (dryRun) throw new DryRun(method, url, body)
    const headers: Record<string, string> = {
      accept: "application/json",
      authorization: `Bearer ${settings.token}`,
      "user-agent": userAgent,
    }
    if (body !== undefined) headers["content-type"] = "application/json"
    if (method === "POST") headers["idempotency-key"] = crypto.randomUUID()
    const text = body === undefined ? undefined : JSON.stringify(body)
    const deadline = Date.now() + retryMs
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.attempt<ResponseOf<R, M>>(url, { method, headers, body: text })
      if ("result" in outcome) return outcome.result
      const pauseMs =
        outcome.retryAfterMs ?? Math.min(maxPauseMs, 500 * 2 ** attempt) * (0.75 + Math.random() / 2)
      if (Date.now() + pauseMs > deadline) throw outcome.error
      note(`${outcome.error.message} Trying again in ${(pauseMs / 1_000).toFixed(1)} s.`)
      await sleep(pauseMs)
    }
  }

  private async attempt<Result>(url: string, init: RequestInit): Promise<Outcome<Result>> {
    let response: Response
    let text: string
    try {
      // A followed redirect would turn a POST into a GET that records nothing.
      response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(attemptMs) })
      text = await response.text()
    } catch (error) {
      return {
        error: new NoResponse(`No response from ${new URL(url).origin} (${reasonOf(error)}).`),
        retryAfterMs: null,
      }
    }
    const { status } = response
    if (status >= 300 && status < 400) {
      throw new NoResponse(
        `${url} redirects to ${response.headers.get("location")}. Set SLIPWAY_URL to the final address.`,
      )
    }
    const body = parseJson(text)
    if (response.ok && body !== undefined) return { result: body }
    if (body === undefined && status < 500 && status !== 429) {
      const origin = new URL(url).origin
      throw new NoResponse(`${origin} responded with ${status}, but not like Slipway. Check SLIPWAY_URL.`)
    }
    const refused = new Refused(status, Object(body))
    const isBusy = status === 429 || status >= 500 || refused.problem.code === "idempotency_key_in_flight"
    if (!isBusy) throw refused
    const error = new NoResponse(refused.message)
    return { error, retryAfterMs: retryAfterMs(response) }
  }
}

type Outcome<Result> = { result: Result } | { error: Error; retryAfterMs: number | null }

/** Not validated by the schema of the route, as in the browser's client. Undefined if it is not JSON. */
function parseJson(text: string) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function retryAfterMs(response: Response): number | null {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === "TimeoutError") return `timeout after ${attemptMs / 1_000} s`
  const { cause } = error
  return cause instanceof Error ? String(Object(cause).code ?? cause.message) : error.message
}

/** The detail of a problem document, which names each invalid field. */
function messageOf(status: number, { detail, title }: Readonly<Record<string, unknown>>): string {
  return String(detail ?? title ?? `Slipway responded with ${status}.`)
}
