import { Agent, type IncomingMessage, request } from "node:http"
import { text } from "node:stream/consumers"

export type Call = {
  method?: string
  path: string
  body?: string
  contentType?: string
  accept?: string
  idempotencyKey?: string
}

/** Calls one server over keep-alive connections. */
export class Caller {
  private readonly agent: Agent

  constructor(
    readonly port: number,
    readonly token: string,
    connections = 1,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  /** The response text; throws for any status except 2xx. */
  async call(call: Call): Promise<string> {
    const response = await this.open(call)
    const body = await text(response)
    const status = response.statusCode ?? 0
    if (status >= 200 && status < 300) return body
    throw new Error(`${call.method ?? "GET"} ${call.path} returned ${status}: ${body.slice(0, 500)}`)
  }

  /** The response without waiting for its body, for streams. */
  open({
    method = "GET",
    path,
    body,
    contentType = "application/json",
    accept = "*/*",
    idempotencyKey,
  }: Call): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${this.token}`,
        accept,
        ...(body ? { "content-type": contentType } : {}),
        ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
      }
      const sent = request(
        { host: "127.0.0.1", port: this.port, path, method, headers, agent: this.agent },
        resolve,
      )
      sent.on("error", reject)
      sent.end(body)
    })
  }

  /** The duration of the call in milliseconds. */
  async time(call: Call): Promise<number> {
    const start = performance.now()
    await this.call(call)
    return performance.now() - start
  }

  close(): void {
    this.agent.destroy()
  }
}

export type Load = { perSecond: number; latencies: number[] }

/** The number of calls that `connections` make sequentially in the given time. */
export async function load(
  caller: Caller,
  connections: number,
  seconds: number,
  next: () => Call,
): Promise<Load> {
  const latencies: number[] = []
  const start = performance.now()
  const deadline = start + seconds * 1000
  const connection = async () => {
    while (performance.now() < deadline) latencies.push(await caller.time(next()))
  }
  await Promise.all(Array.from({ length: connections }, connection))
  return { perSecond: latencies.length / ((performance.now() - start) / 1000), latencies }
}
