export interface Pressed {
  keys: string
  /** Milliseconds of the last key. */
  at: number
}

const patienceMs = 1200

/** The keys pressed so far with the next one: a `g` waits a moment for its letter, everything else stands alone. */
export function readKeys(before: Pressed, key: string, at: number): Pressed {
  if (key === "Shift") return before
  const waiting = before.keys === "g" && at - before.at < patienceMs
  return { keys: waiting ? `g ${key.toLowerCase()}` : key.length === 1 ? key : "", at }
}

/** Whether a key belongs to a field and not to the page. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches("textarea, select")) return true
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type)
}
