/** What a stream carries. Without `data` it is no event, but the browser remembers the id as where it is. */
export type ServerSentEvent = { event?: string; id?: string; data?: unknown }

/** The sending end of a stream. After its end, `send` does nothing. */
export type LiveEmitter = { send: (event: ServerSentEvent) => void; end: () => void }
