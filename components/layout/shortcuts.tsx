"use client"

import { createContext, type ReactNode, use, useEffect, useEffectEvent, useMemo, useRef } from "react"
import { isTyping, readKeys } from "@/components/layout/key-sequence"

export interface Shortcut {
  /** `?`, `/`, `e`, or two keys one after the other: `g t`. */
  keys: string
  label: string
  group: string
  run: () => void
}

interface Registry {
  add: (shortcut: Shortcut) => () => void
  list: () => Shortcut[]
}

const ShortcutsContext = createContext<Registry | null>(null)

/** Listens once for the whole console. Keys do nothing while somebody types or a dialog is open. */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const shortcuts = useRef(new Set<Shortcut>())
  const registry = useMemo<Registry>(
    () => ({
      add: (shortcut) => {
        shortcuts.current.add(shortcut)
        return () => {
          shortcuts.current.delete(shortcut)
        }
      },
      list: () => [...shortcuts.current],
    }),
    [],
  )

  useEffect(() => {
    let pressed = { keys: "", at: 0 }
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return
      if (isTyping(event.target) || document.querySelector('[role="dialog"][data-state="open"]')) return
      pressed = readKeys(pressed, event.key, event.timeStamp)
      const found = registry.list().findLast((shortcut) => shortcut.keys === pressed.keys)
      if (!found) return
      event.preventDefault()
      pressed = { keys: "", at: 0 }
      found.run()
    }
    document.addEventListener("keydown", onKeyDown)
    return () => document.removeEventListener("keydown", onKeyDown)
  }, [registry])

  return <ShortcutsContext value={registry}>{children}</ShortcutsContext>
}

export function useShortcutRegistry(): Registry {
  const registry = use(ShortcutsContext)
  if (!registry) throw new Error("Shortcuts need the Shell around them")
  return registry
}

/** Gives a key to an action while the component is mounted, and a line to the `?` sheet. The newest wins. */
export function useShortcut(keys: string, label: string, run: () => void, group = "This page"): void {
  const registry = useShortcutRegistry()
  const act = useEffectEvent(run)
  useEffect(() => registry.add({ keys, label, group, run: () => act() }), [registry, keys, label, group])
}
