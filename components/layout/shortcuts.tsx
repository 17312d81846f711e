"use client"

import { useEffect, useEffectEvent } from "react"

export interface Shortcut {
  /** `?`, `/`, `e`, or a sequence of two keys: `g t`. */
  keys: string
  label: string
  group: string
  run: () => void
}

const shortcuts = new Set<Shortcut>()

/** The shortcuts of the currently mounted components, newest last. */
export const listShortcuts = (): Shortcut[] => [...shortcuts]

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

/** Registers a shortcut while the component is mounted, and lists it in the `?` sheet. The newest one wins. */
export function useShortcut(keys: string, label: string, run: () => void, group = "This page"): void {
  const act = useEffectEvent(run)
  useEffect(() => {
    const shortcut = { keys, label, group, run: () => act() }
    shortcuts.add(shortcut)
    return () => {
      shortcuts.delete(shortcut)
    }
  }, [keys, label, group])
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
