export interface Pressed {
  keys: string
  /** Time of the last key, in milliseconds. */
  at: number
}

const patienceMs = 1200

/** Appends the next key to the keys pressed so far: `g` briefly waits for its letter, every other key stands alone. */
export function readKeys(before: Pressed, key: string, at: number): Pressed {
  if (key === "Shift") return before
  const waiting = before.keys === "g" && at - before.at < patienceMs
  return { keys: waiting ? `g ${key.toLowerCase()}` : key.length === 1 ? key : "", at }
}

/** Whether a key press belongs to a form field rather than the page. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches("textarea, select")) return true
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type)
}
