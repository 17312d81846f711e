import { waitAtMost } from "@/lib/platform/wait-at-most"

/** `readAt`: when it was read, in milliseconds since 1970. */
export type Cached<T> = { value: T; readAt: number }

type Entry<T> = {
  cached: Cached<T> | null
  recalled: Promise<void> | null
  read: Promise<void> | null
  startedAt: number
}

type ReadOptions<T> = {
  read: () => Promise<T>
  /** The value stored by an earlier process. */
  recall?: () => Promise<Cached<T> | null>
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
export class LastGoodValue<T> {
  private readonly entries = new Map<string, Entry<T>>()

  /** Null: there is no known value, and it could not be read in time. */
  async get(key: string, options: ReadOptions<T>): Promise<Cached<T> | null> {
    const entry = this.entries.get(key) ?? { cached: null, recalled: null, read: null, startedAt: 0 }
    this.entries.delete(key)
    this.entries.set(key, entry)
    const [oldest] = this.entries.keys()
    if (this.entries.size > maxEntries && oldest !== undefined) this.entries.delete(oldest)
    entry.recalled ??= this.recall(entry, options)
    await entry.recalled
    const { cached } = entry
    if (cached !== null && Date.now() - cached.readAt < options.freshMs) return cached
    const maxWaitMs = cached === null ? options.maxWaitMs : maxWaitForNewerMs
    entry.read ??= this.startRead(entry, options)
    const remainingMs = entry.startedAt + maxWaitMs - Date.now()
    if (remainingMs > 0) await waitAtMost(entry.read, remainingMs)
    return entry.cached
  }

  private async recall(entry: Entry<T>, { recall }: ReadOptions<T>): Promise<void> {
    const recalled = (await recall?.().catch(() => null)) ?? null
    entry.cached ??= recalled
  }

  private startRead(entry: Entry<T>, { read, onError }: ReadOptions<T>): Promise<void> {
    entry.startedAt = Date.now()
    return read()
      .then((value) => {
        entry.cached = { value, readAt: Date.now() }
      })
      .catch(onError)
      .finally(() => {
        entry.read = null
      })
  }
}
