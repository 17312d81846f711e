import { useEffect, useRef } from "react"

export interface Command {
  id: string
  label: string
  /** The group in the palette: "Go to", "Actions", "This page". */
  group: string
  keywords?: string[]
  shortcut?: string
  run: () => void
}

export interface Shortcut {
  /** `?`, `/`, `e`, or a sequence of two keys: `g t`. */
  keys: string
  label: string
  group: string
  run: () => void
}

/** What the mounted components offer, newest last. */
type Offers<T> = Set<() => readonly T[]>
const commands: Offers<Command> = new Set()
const shortcuts: Offers<Shortcut> = new Set()

export const listCommands = () => [...commands].flatMap((read) => read())
export const listShortcuts = () => [...shortcuts].flatMap((read) => read())

function useOffer<T>(offers: Offers<T>, offered: readonly T[]): void {
  const newest = useRef(offered)
  useEffect(() => {
    newest.current = offered
  }, [offered])
  useEffect(() => {
    const read = () => newest.current
    offers.add(read)
    return () => {
      offers.delete(read)
    }
  }, [offers])
}

export const useCommands = (offered: readonly Command[]) => useOffer(commands, offered)

/** Adds shortcuts while the component is mounted, and lists them in the `?` sheet. The newest one wins. */
export const useShortcuts = (offered: readonly Shortcut[]) => useOffer(shortcuts, offered)
