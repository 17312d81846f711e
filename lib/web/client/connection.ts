import { api } from "@/lib/platform/paths"

/**
 * The connection state shown in the banner, derived from recent responses: `away` while the database is unavailable,
 * `offline` while the server does not respond. The first success resets it.
 */
export type Connection = "here" | "away" | "offline"

let state: Connection = "here"
const listeners = new Set<() => void>()

/** Records the HTTP status of a response, or 0 when there was none. */
export function reportResponse(status: number): void {
  const next = connectionAfter(status)
  if (next === state) return
  state = next
  for (const listener of listeners) listener()
}

export function connectionAfter(status: number): Connection {
  if (status === 0) return "offline"
  return status === 503 ? "away" : "here"
}

export function currentConnection(): Connection {
  return state
}

export function onConnectionChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether the server reports that it is ready; false when it does not respond. */
export async function isReady(): Promise<boolean> {
  return fetch(api.healthReady(), { cache: "no-store" })
    .then((response) => response.ok)
    .catch(() => false)
}
