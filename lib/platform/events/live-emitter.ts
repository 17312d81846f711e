/** A message of a stream. Without `data` it is no event, but the browser remembers the id as its position. */
export type ServerSentEvent = { event?: string; id?: string; data?: unknown }

/** The sending side of a stream. After `end`, `send` does nothing. */
export type LiveEmitter = { send: (event: ServerSentEvent) => void; end: () => void }
