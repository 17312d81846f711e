import { setTimeout as sleep } from "node:timers/promises"
import { handOver } from "@/lib/fleet/operations/lease"
import type { LeasedOperation } from "./leased-operation"

const handOverMs = 2_000

/**
 * Finishes running operations or hands them over. Helm gets a grace period, then an install or upgrade is signalled to stop.
 * A rollback or uninstall keeps its lease and is awaited without limit, because another worker would start to repair it.
 */
export async function finishRunning(running: () => LeasedOperation[], graceSeconds: number): Promise<void> {
  const wait = async (seconds: number, isSo: () => boolean = () => running().length > 0) => {
    const until = Date.now() + seconds * 1_000
    while (isSo() && Date.now() < until) await sleep(50)
  }
  // If Helm was not started or has exited, there is nothing to wait for: another worker continues from there.
  await wait(graceSeconds)
  // Helm records that an install or upgrade failed, and rolls back if it was atomic. Other commands ignore the signal.
  for (const held of running()) held.cancel()
  await wait(graceSeconds)
  const left = running().filter((held) => !isKept(held))
  for (const held of left) held.stop()
  // If the database does not respond, the lease expires by itself.
  const handed = Promise.all(left.map((held) => handOver(held.lease).catch(() => undefined)))
  await Promise.race([handed, sleep(handOverMs)])
  await wait(Number.POSITIVE_INFINITY, () => running().some(isKept))
  await wait(handOverMs / 1_000)
}

/** A lost lease already belongs to another worker. */
export const isKept = (held: LeasedOperation) => held.isUnstoppable && !held.isLost
