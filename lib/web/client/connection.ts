import { createStore } from "@/lib/web/client/store"

/**
 * The connection state shown in the banner, derived from recent responses: `away` while the database is unavailable,
 * `offline` while the server does not respond. The first success resets it.
 */
export type Connection = "here" | "away" | "offline"

export const connectionState = createStore<Connection>("here")

/** Records the HTTP status of a response, or 0 when there was none. */
export function reportResponse(status: number): void {
  connectionState.set(connectionAfter(status))
}

export function connectionAfter(status: number): Connection {
  if (status === 0) return "offline"
  return status === 503 ? "away" : "here"
}

/** Whether the server reports that it is ready; false when it does not respond. */
export async function isReady(): Promise<boolean> {
  return fetch("/api/health/ready", { cache: "no-store" })
    .then((response) => response.ok)
    .catch(() => false)
}
