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
  /** The value stored by an earlier process. */
  recall?: () => Promise<Known<T> | null>
  /** How long a known value is fresh. */
  freshMs: number
  /** How long a caller waits if there is no known value. */
  maxWaitMs: number
  onError: (error: unknown) => void
}

/** The maximum number of keys: callers choose chart names, so their number is unbounded. */
const maxEntries = 10_000
/** How long a caller waits for a value newer than the known one. */
const maxWaitForNewerMs = 400

/**
 * Keeps the last values read from sources that may be slow or unavailable. A slow read continues in the background, and
 * callers get the last known value until it ends, so that one source does not delay others.
 */
export class LastKnown<T> {
  private readonly entries = new Map<string, Entry<T>>()

  /** Null: there is no known value, and it could not be read in time. */
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
