import { setTimeout as sleep } from "node:timers/promises"
import { handOver } from "@/lib/fleet/operations/lease"
import type { LeasedOperation } from "./leased-operation"

const handOverMs = 2_000

/**
 * Brings what runs to an end, or gives it to others: Helm may finish for a while, then an install or upgrade is told to stop.
 * A rollback or uninstall is waited for as long as it takes, and kept meanwhile: another worker would begin to mend it.
 */
export async function finishRunning(running: () => LeasedOperation[], graceSeconds: number): Promise<void> {
  const wait = async (seconds: number, isSo: () => boolean = () => running().length > 0) => {
    const until = Date.now() + seconds * 1_000
    while (isSo() && Date.now() < until) await sleep(50)
  }
  // Where Helm has not been started, or has ended, there is nothing to wait for: somebody else goes on from there.
  await wait(graceSeconds)
  // Helm writes down that an install or upgrade failed, and rolls back where it was asked to; others take no notice.
  for (const held of running()) held.cancel()
  await wait(graceSeconds)
  const left = running().filter((held) => !isKept(held))
  for (const held of left) held.stop()
  // The database may not answer; then the lease runs out by itself.
  const handed = Promise.all(left.map((held) => handOver(held.lease).catch(() => undefined)))
  await Promise.race([handed, sleep(handOverMs)])
  await wait(Number.POSITIVE_INFINITY, () => running().some(isKept))
  await wait(handOverMs / 1_000)
}

/** One that was lost is another's already. */
export const isKept = (held: LeasedOperation) => held.isUnstoppable && !held.isLost
