/** A response body with its own status or headers. */
export type Reply<T> = { body: T; status?: number; headers?: Record<string, string> }

const replies = new WeakSet<object>()

/** Returns `body` with a specific status or headers. */
export function reply<T>(body: T, options: Omit<Reply<T>, "body"> = {}): Reply<T> {
  const made = { body, ...options }
  replies.add(made)
  return made
}

export function isReply<T>(value: T | Reply<T>): value is Reply<T> {
  return typeof value === "object" && value !== null && replies.has(value)
}

/** With the location of what was created, below the path of its list. */
export function created<T extends { id: string }>(path: string, body: T, status = 201): Reply<T> {
  return reply(body, { status, headers: { location: `${path}/${body.id}` } })
}
