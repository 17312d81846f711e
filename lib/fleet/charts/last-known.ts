/** `readAt`: when it was read, in milliseconds since 1970. */
export type Known<T> = { value: T; readAt: number }

type Entry<T> = {
  known: Known<T> | null
  recalled: Promise<void> | null
  read: Promise<void> | null
  startedAt: number
}

type Reading<T> = {
  read: () => Promise<T>
  /** What an earlier process kept of it. */
  recall?: () => Promise<Known<T> | null>
  /** How long what is known is not read again. */
  freshMs: number
  /** How long a caller waits where nothing is known. */
  maxWaitMs: number
  onError: (error: unknown) => void
}

/** Callers choose the names of charts, so that there is no end of keys. */
const maxEntries = 10_000
/** How long a caller waits for something newer than what is known. */
const maxWaitForNewerMs = 400

/**
 * Keeps what was read last from sources that may be slow or unavailable. A read that takes longer continues in the background, and
 * callers get what is known until it ends, so that one source delays nothing else.
 */
export class LastKnown<T> {
  private readonly entries = new Map<string, Entry<T>>()

  /** Null: nothing is known, and it could not be read in time. */
  async get(key: string, reading: Reading<T>): Promise<Known<T> | null> {
    const entry = this.entries.get(key) ?? { known: null, recalled: null, read: null, startedAt: 0 }
    this.entries.delete(key)
    this.entries.set(key, entry)
    const [oldest] = this.entries.keys()
    if (this.entries.size > maxEntries && oldest !== undefined) this.entries.delete(oldest)
    entry.recalled ??= this.recall(entry, reading)
    await entry.recalled
    const { known } = entry
    if (known !== null && Date.now() - known.readAt < reading.freshMs) return known
    const maxWaitMs = known === null ? reading.maxWaitMs : maxWaitForNewerMs
    entry.read ??= this.startRead(entry, reading)
    const left = entry.startedAt + maxWaitMs - Date.now()
    if (left > 0) await waitAtMost(entry.read, left)
    return entry.known
  }

  private async recall(entry: Entry<T>, { recall }: Reading<T>): Promise<void> {
    const recalled = (await recall?.().catch(() => null)) ?? null
    entry.known ??= recalled
  }

  private startRead(entry: Entry<T>, { read, onError }: Reading<T>): Promise<void> {
    entry.startedAt = Date.now()
    return read()
      .then((value) => {
        entry.known = { value, readAt: Date.now() }
      })
      .catch(onError)
      .finally(() => {
        entry.read = null
      })
  }
}

/** Waits for the work, at most this long. The work continues. */
export function waitAtMost(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  return Promise.race([work.then(() => undefined), late]).finally(() => clearTimeout(timer))
}
