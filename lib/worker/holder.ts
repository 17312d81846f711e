import { randomUUID } from "node:crypto"
import { hostname } from "node:os"

/** A unique name for this worker: `host/process/random`. */
export function newHolder(): string {
  return `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`
}

/** The host of a holder; for null, this host. */
export function hostOf(holder: string | null): string {
  return holder === null ? hostname() : holder.slice(0, holder.indexOf("/"))
}
