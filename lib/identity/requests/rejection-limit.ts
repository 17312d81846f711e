import { networkOf } from "@/lib/identity/auth/client-address"
import type { Exchange } from "./describe-request"

/** Per minute and process, so that neither a broken loop nor a flood of wrong tokens fills the table. */
const maxRefused = { token: 300, network: 20, allNetworks: 60 }

/** Counts the rejected requests of each caller in the current minute. */
export class RejectionLimit {
  private minute = 0
  private counts = new Map<string, number>()

  /** Counts a request, and returns whether it exceeds the limit. */
  isExceeded({ at, actor, address }: Pick<Exchange, "at" | "actor" | "address">): boolean {
    const minute = Math.floor(at.getTime() / 60_000)
    if (minute !== this.minute) this.counts.clear()
    this.minute = minute
    if (actor !== null) return this.count(actor.id) > maxRefused.token
    if (this.count("all networks") > maxRefused.allNetworks) return true
    return this.count(address === null ? "unknown" : networkOf(address)) > maxRefused.network
  }

  private count(caller: string): number {
    const count = (this.counts.get(caller) ?? 0) + 1
    this.counts.set(caller, count)
    return count
  }
}
