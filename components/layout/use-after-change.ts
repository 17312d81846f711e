"use client"

import { type QueryKey, useQueryClient } from "@tanstack/react-query"
import { useEffect, useEffectEvent } from "react"
import { type About, useLive } from "@/components/layout/live"
import { reread } from "@/lib/web/client/live-query"

/** A busy pipeline or a rollout changes many things in one moment: they are read again together. */
const usualPauseMs = 400

/**
 * Calls `act` soon after something of the kinds changed, at most once in `pauseMs` milliseconds. While the page stands
 * still nothing is called, also not what was about to be: going on reads everything again.
 *
 * @param about must be a constant
 */
export function useAfterChange(about: readonly About[], act: () => void, pauseMs = usualPauseMs): void {
  const { paused, subscribe } = useLive()
  const run = useEffectEvent(act)
  useEffect(() => {
    if (paused) return
    let timer: ReturnType<typeof setTimeout> | undefined
    function hear() {
      timer ??= setTimeout(() => {
        timer = undefined
        run()
      }, pauseMs)
    }
    const ends = about.map((one) => subscribe(one, hear))
    return () => {
      clearTimeout(timer)
      for (const end of ends) end()
    }
  }, [about, paused, pauseMs, subscribe])
}

/** Reads all queries that begin with `key` again soon after something of the kinds changed, as `useAfterChange` does. */
export function useReadAfterChange(about: readonly About[], key: QueryKey, pauseMs?: number): void {
  const queries = useQueryClient()
  useAfterChange(about, () => reread(queries, { queryKey: key }), pauseMs)
}
