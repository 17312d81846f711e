import { useEffect } from "react"
import { listShortcuts } from "@/components/layout/commands"

/** One listener for the whole console. Shortcuts are ignored while the user types or a dialog is open. */
export function useShortcutKeys(): void {
  useEffect(() => {
    let pressed = { keys: "", at: 0 }
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return
      if (isTyping(event.target) || document.querySelector('[role="dialog"][data-state="open"]')) return
      pressed = readKeys(pressed, event.key, event.timeStamp)
      const matched = listShortcuts().findLast((shortcut) => shortcut.keys === pressed.keys)
      if (!matched) return
      event.preventDefault()
      pressed = { keys: "", at: 0 }
      matched.run()
    }
    document.addEventListener("keydown", onKeyDown)
    return () => document.removeEventListener("keydown", onKeyDown)
  }, [])
}

interface Pressed {
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

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches("textarea, select")) return true
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type)
}
