import type { IncomingMessage, ServerResponse } from "node:http"
import { z } from "zod"

/**
 * A fault for tests: the next requests, or those of a period, get an error status or no response. `no-response` requests are
 * carried out without a response; `pause` delays them until the fault ends. Without `count` and `milliseconds` the fault
 * lasts until it is cleared.
 */
export const faultSchema = z.strictObject({
  mode: z.enum(["error", "hang", "disconnect", "no-response", "pause"]),
  status: z.int().min(400).max(599).default(500),
  count: z.int().positive().optional(),
  milliseconds: z.int().positive().optional(),
  /** Affects only requests with these methods; default: all. */
  methods: z.array(z.string()).optional(),
  /** Affects only requests whose path contains this text. */
  pathPart: z.string().optional(),
})
export type Fault = z.input<typeof faultSchema>

/** Requests affected by one fault, oldest first: method, path and user agent. */
export type Disturbed = readonly string[]

type Running = z.output<typeof faultSchema> & { until: number; left: number; hits: string[] }

/** The active faults. Watches that are already open continue. */
export class Faults {
  private running: Running[] = []
  private held = new Set<ServerResponse>()
  private paused = new Set<() => void>()
  /** The number of requests affected so far. */
  disturbed = 0

  set(fault: Fault): Disturbed {
    const parsed = faultSchema.parse(fault)
    const endsAt =
      parsed.milliseconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + parsed.milliseconds
    const hits: string[] = []
    this.running.push({ ...parsed, until: endsAt, left: parsed.count ?? Number.POSITIVE_INFINITY, hits })
    return hits
  }

  /** Resumes paused requests. */
  resume(): void {
    this.running = this.running.filter(({ mode }) => mode !== "pause")
    for (const resume of this.paused) resume()
    this.paused.clear()
  }

  /** Resolves when the request is no longer paused. */
  async pause(request: IncomingMessage): Promise<void> {
    const fault = this.running.find(
      (fault) => fault.mode === "pause" && fault.left > 0 && matchesRequest(fault, request),
    )
    if (fault === undefined) return
    fault.left -= 1
    fault.hits.push(nameOf(request))
    await new Promise<void>((resume) => this.paused.add(resume))
  }

  /** Ends every fault; hanging requests are closed. */
  clear(): void {
    this.resume()
    this.running = []
    for (const response of this.held) response.destroy()
    this.held.clear()
  }

  /** True if the request was affected and must not get a response. */
  disturb(request: IncomingMessage, response: ServerResponse): boolean {
    const now = Date.now()
    this.running = this.running.filter((fault) => fault.until > now && fault.left > 0)
    const fault = this.running.find((fault) => fault.mode !== "pause" && matchesRequest(fault, request))
    if (fault === undefined) return false
    fault.left -= 1
    this.disturbed += 1
    fault.hits.push(nameOf(request))
    if (fault.mode === "error") fail(response, fault.status)
    else if (fault.mode === "disconnect") response.destroy()
    else this.hold(response, fault.until)
    if (fault.mode === "no-response") keepSilent(response)
    return fault.mode !== "no-response"
  }

  private hold(response: ServerResponse, endsAt: number): void {
    this.held.add(response)
    const cut = Number.isFinite(endsAt)
      ? setTimeout(() => response.destroy(), endsAt - Date.now())
      : undefined
    response.on("close", () => {
      clearTimeout(cut)
      this.held.delete(response)
    })
  }
}

const nameOf = ({ method, url, headers }: IncomingMessage) =>
  `${method} ${url} ${headers["user-agent"] ?? ""}`.trim()

function matchesRequest(fault: Running, request: IncomingMessage): boolean {
  const isMethod = fault.methods === undefined || fault.methods.includes(request.method ?? "")
  return isMethod && (fault.pathPart === undefined || (request.url ?? "").includes(fault.pathPart))
}

/** Discards everything written from now on. */
function keepSilent(response: ServerResponse): void {
  response.writeHead = () => response
  response.write = () => true
  response.end = () => response
}

function fail(response: ServerResponse, status: number): void {
  const message = "an error on the server was requested by a test"
  response.writeHead(status, { "Content-Type": "application/json" })
  response.end(
    JSON.stringify({
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message,
      reason: "InternalError",
      code: status,
    }),
  )
}
