"use client"

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

const sources = new Set<() => readonly Command[]>()

export function listCommands(): Command[] {
  return [...sources].flatMap((read) => read())
}

export function useCommands(commands: readonly Command[]): void {
  const newest = useRef(commands)
  useEffect(() => {
    newest.current = commands
  }, [commands])
  useEffect(() => {
    const read = () => newest.current
    sources.add(read)
    return () => {
      sources.delete(read)
    }
  }, [])
}
