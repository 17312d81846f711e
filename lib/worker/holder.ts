import { randomUUID } from "node:crypto"
import { hostname } from "node:os"

/** A name for this worker that no other has, nor had: `host/process/random`. */
export function newHolder(): string {
  return `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`
}

/** The machine a holder is on; of null, this one. */
export function hostOf(holder: string | null): string {
  return holder === null ? hostname() : holder.slice(0, holder.indexOf("/"))
}
