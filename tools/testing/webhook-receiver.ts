import type { IncomingHttpHeaders } from "node:http"
import { followEvents } from "@/lib/console/webhooks/follow-events"
import { defaultWebhooks, runWebhooks, type WebhookSettings } from "@/lib/console/webhooks/run-webhooks"
import { type Claimed, claimDeliveries, sendDelivery } from "@/lib/console/webhooks/send-deliveries"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { prismaClient } from "@/lib/platform/db/client"
import { type TestServer, testServer } from "./https-server"
import { recordAll } from "./record-all"
import { seedWebhook } from "./seed-webhook"

type ReceiverResponse = { status: number; headers?: Record<string, string>; body?: string }
type Received = { path: string; headers: IncomingHttpHeaders; body: string }

/** A receiver of webhooks: each path responds as set, 204 by default; null never responds. */
export class WebhookReceiver {
  readonly received: Received[] = []
  readonly responses = new Map<string, ReceiverResponse | null>()
  private readonly workers: ReturnType<typeof runWebhooks>[] = []

  private constructor(readonly server: TestServer) {}

  static async start(): Promise<WebhookReceiver> {
    const started: { receiver?: WebhookReceiver } = {}
    const server = await testServer((request, response) => {
      const chunks: Buffer[] = []
      request.on("data", (chunk: Buffer) => chunks.push(chunk))
      request.on("end", () => {
        const path = request.url ?? "/"
        const { receiver } = started
        receiver?.received.push({
          path,
          headers: request.headers,
          body: Buffer.concat(chunks).toString("utf8"),
        })
        const configured = receiver?.responses.get(path)
        if (configured === null) return
        response.writeHead(configured?.status ?? 204, configured?.headers).end(configured?.body)
      })
    })
    started.receiver = new WebhookReceiver(server)
    return started.receiver
  }

  /** The requests to a path. */
  at = (path: string) => this.received.filter((one) => one.path === path)

  /** A webhook that sends all events to this path. */
  webhook(path: string, row: Parameters<typeof seedWebhook>[0] = {}): Promise<string> {
    return seedWebhook({ url: this.server.url("charts.test", path).href, ...row })
  }

  /** Makes deliveries of all events so far, and sends once what is due. Returns what was sent. */
  async sendOnce(changes: Partial<WebhookSettings> = {}): Promise<Claimed[]> {
    const settings = this.settings(changes)
    while (await followEvents());
    const claimed = await claimDeliveries([], settings)
    await Promise.all(claimed.map((one) => sendDelivery(one, settings)))
    return claimed
  }

  /** Starts what delivers webhooks in a worker, until the next reset. */
  work(changes: Partial<WebhookSettings> = {}): void {
    this.workers.push(runWebhooks(this.settings(changes)))
  }

  async reset(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.stop()))
    await prismaClient().webhook.deleteMany()
    this.received.length = 0
    this.responses.clear()
  }

  /** Retries immediately, unless a test sets another delay. */
  settings(changes: Partial<WebhookSettings> = {}): WebhookSettings {
    return { ...defaultWebhooks, retryDelayMs: () => 0, dependencies: this.server.dependencies(), ...changes }
  }
}

export const deliveriesOf = (webhookId: string) =>
  prismaClient().webhookDelivery.findMany({ where: { webhookId }, orderBy: { id: "asc" } })

/** Records a deployment in dev, which is an event. */
export async function recordOne(row: object = {}): Promise<Deployment> {
  const imageTag = `v-${crypto.randomUUID().slice(0, 8)}`
  const [deployment] = await recordAll({
    environment: "dev",
    imageTag,
    deployedAt: "2026-02-12T10:00:00Z",
    ...row,
  })
  if (deployment === undefined) throw new Error("Nothing was recorded.")
  return deployment
}
