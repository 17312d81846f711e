/**
 * What the last answers say about the server, for the banner: `away` while the database or the server does not
 * answer. The first success clears it.
 */
export type Connection = "here" | "away" | "offline"

let state: Connection = "here"
const listeners = new Set<() => void>()

/** Tells of an answer: its HTTP status, or 0 when none came. */
export function reportAnswer(status: number): void {
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
