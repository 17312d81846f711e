import { setTimeout as sleep } from "node:timers/promises"
import { eventFeed } from "@/lib/platform/events/event-feed"
import { log } from "@/lib/platform/log"
import { followEvents } from "./follow-events"
import { claimDeliveries, defaultSending, type SendSettings, sendDelivery } from "./send-deliveries"

export type WebhookSettings = SendSettings & {
  /** How often to look for retries that are due, and for events whose notification was lost. */
  pollMs: number
}

export const defaultWebhooks: WebhookSettings = { ...defaultSending, pollMs: 1_000 }

/** Under load, events are combined into few statements. */
const pauseMs = 50
const shutdownTimeoutMs = 2_000

/** Delivers events to webhooks until it is stopped. Any number of workers may do so. */
export function runWebhooks(settings: WebhookSettings = defaultWebhooks): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  /** The requests that are being sent, and their webhooks. */
  const sending = new Map<Promise<void>, string>()
  let isWoken = false
  let wake = () => {}
  const notify = () => {
    isWoken = true
    wake()
  }

  async function sendDue(): Promise<void> {
    for (const claimed of await claimDeliveries([...sending.values()], settings)) {
      const sent = sendDelivery(claimed, settings)
        .catch((error: unknown) => log.warn({ err: error }, "could not record a webhook delivery"))
        .finally(() => {
          sending.delete(sent)
          notify()
        })
      sending.set(sent, claimed.webhookId)
    }
  }

  async function round(): Promise<void> {
    isWoken = false
    if (await followEvents()) notify()
    await sendDue()
  }

  async function rest(): Promise<void> {
    await sleep(pauseMs)
    if (isWoken || signal.aborted) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, settings.pollMs)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await round().catch((error: unknown) =>
        log.warn({ err: error }, "could not look for webhook deliveries"),
      )
      await rest()
    }
  }

  const unsubscribe = eventFeed().subscribeWhenAvailable(notify)
  const ended = run()
  return {
    stop: async () => {
      stopping.abort()
      unsubscribe()
      notify()
      // What is not recorded by then is sent again when its claim has expired.
      await Promise.race([ended.then(() => Promise.all(sending.keys())), sleep(shutdownTimeoutMs)])
    },
  }
}
