import { setTimeout as sleep } from "node:timers/promises"
import { db, outsideTransaction } from "@/lib/platform/db/transaction"
import { log } from "@/lib/platform/log"

export const eventChannel = "slipway_events"

// Under load most records ride on a notification that others need too; a lone one is told at once.
const restMs = 30
const cleanUpEveryMs = 600_000

let waking = false
let wokenMeanwhile = false
let cleanUpAt = 0

/**
 * Tells the listeners of all processes to read what was announced. Many calls at once become few notifications. Where one
 * is lost, listeners read by themselves a little later.
 */
export function notifyListeners(): void {
  wokenMeanwhile = true
  if (!waking) void outsideTransaction(wakeUntilQuiet)
}

async function wakeUntilQuiet(): Promise<void> {
  waking = true
  try {
    while (wokenMeanwhile) {
      wokenMeanwhile = false
      await db().$executeRaw`SELECT pg_notify(${eventChannel}, '')`
      await sleep(restMs)
    }
    await deleteOldEvents()
  } catch (error) {
    log.warn({ err: error }, "Listeners were not woken; they look by themselves")
  } finally {
    waking = false
  }
}

/** Whoever was away longer is told to read everything again, see ./event-position. */
async function deleteOldEvents(): Promise<void> {
  if (Date.now() < cleanUpAt) return
  cleanUpAt = Date.now() + cleanUpEveryMs
  await db().$executeRaw`DELETE FROM announced_event WHERE at < now() - interval '1 hour'`
}
