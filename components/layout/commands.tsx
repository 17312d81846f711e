"use client"

import { createContext, type ReactNode, use, useEffect, useRef, useState } from "react"

export interface Command {
  id: string
  label: string
  /** The group in the palette: "Go to", "Actions", "This page". */
  group: string
  keywords?: string[]
  shortcut?: string
  run: () => void
}

interface Registry {
  commands: Set<() => readonly Command[]>
}

const CommandsContext = createContext<Registry | null>(null)

export function CommandsProvider({ children }: { children: ReactNode }) {
  const [registry] = useState<Registry>(() => ({ commands: new Set() }))
  return <CommandsContext value={registry}>{children}</CommandsContext>
}

export function useCommandRegistry(): Registry {
  const registry = use(CommandsContext)
  if (!registry) throw new Error("useCommands must be used inside Shell")
  return registry
}

/** Adds actions to the palette while the component is mounted. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useCommandRegistry()
  const newest = useRef(commands)
  useEffect(() => {
    newest.current = commands
  }, [commands])
  useEffect(() => {
    const read = () => newest.current
    registry.commands.add(read)
    return () => {
      registry.commands.delete(read)
    }
  }, [registry])
}
