import type { IncomingMessage, ServerResponse } from "node:http"
import { text } from "node:stream/consumers"
import { signatureOf } from "@/lib/platform/standard-webhooks"
import { type TestServer, testServer } from "@/tools/testing/https-server"

/** A request to the receiver, as it arrived. */
type Received = {
  /** The `webhook-id`. */
  id: string
  type: string
  subjectId: string
  isSigned: boolean
}

/** A receiver of webhooks that sometimes responds with 500, drops the connection, or never responds. */
export class UnreliableReceiver {
  readonly received: Received[] = []
  /** The ids that it responded to with 204. */
  readonly accepted = new Set<string>()
  readonly counts = new Map<string, number>()
  /** What its webhook signs with. */
  secret = ""

  private constructor(private readonly server: TestServer) {}

  static async start(): Promise<UnreliableReceiver> {
    const server = await testServer((request, response) => void receiver.receive(request, response))
    const receiver: UnreliableReceiver = new UnreliableReceiver(server)
    return receiver
  }

  get url(): string {
    return this.server.url("localhost", "/events").href
  }

  get certificate(): string {
    return this.server.certificate
  }

  stop(): Promise<void> {
    return this.server.stop()
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A sender that is killed may leave a part of the body.
    const body = await text(request).catch(() => null)
    if (body === null) return
    const { headers } = request
    const [id, timestamp] = [String(headers["webhook-id"]), String(headers["webhook-timestamp"])]
    const { type, data } = JSON.parse(body)
    const signature = `v1,${signatureOf({ id, timestamp, body }, this.secret).toString("base64")}`
    const isSigned = headers["webhook-signature"] === signature
    this.received.push({ id, type, subjectId: String(data.id), isSigned })
    const number = this.received.length
    if (number % 60 === 0) return this.count("no response")
    if (number % 25 === 0) {
      request.socket.destroy()
      return this.count("connection dropped")
    }
    if (number % 12 === 0) {
      response.writeHead(500).end()
      return this.count("500")
    }
    response.writeHead(204).end()
    this.accepted.add(id)
    this.count("204")
  }

  private count(response: string): void {
    const name = `webhook: ${response}`
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }
}
