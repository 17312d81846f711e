"use client"

import { useEffect, useState } from "react"
import { type FoundItem, useCommandRegistry } from "@/components/layout/commands"

export interface FoundGroup {
  heading: string
  items: FoundItem[]
}

const pauseMs = 150

/** Asks every source once typing pauses; an answer to an older question is dropped. */
export function usePaletteSearch(query: string): { results: FoundGroup[]; loading: boolean } {
  const { sources } = useCommandRegistry()
  const [answer, setAnswer] = useState<{ query: string; results: FoundGroup[] }>({ query: "", results: [] })
  const asked = query.trim()

  useEffect(() => {
    if (asked.length < 2) return
    const controller = new AbortController()
    const timer = setTimeout(async () => {
      const groups = [...sources].map(async ([heading, source]) => ({
        heading,
        items: await source(asked, controller.signal).catch(() => []),
      }))
      const results = (await Promise.all(groups)).filter((group) => group.items.length > 0)
      if (!controller.signal.aborted) setAnswer({ query: asked, results })
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [asked, sources])

  if (asked.length < 2) return { results: [], loading: false }
  return { results: answer.results, loading: answer.query !== asked }
}
