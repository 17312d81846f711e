"use client"

import { useEffect, useEffectEvent, useState } from "react"
import { isReady } from "@/lib/web/client/is-ready"

const intervalMs = 2_000

/**
 * For a page that could not be drawn: asks whether the server is ready until it is, and answers whether it is away.
 * `recover` runs once, when it comes back after having been away: an error of another kind is not drawn again and again.
 */
export function usePageRecovery(recover: () => void): boolean {
  const [away, setAway] = useState(false)
  const act = useEffectEvent(recover)

  useEffect(() => {
    let wasAway = false
    let stopped = false
    let timer: ReturnType<typeof setTimeout> | undefined
    async function ask() {
      const ready = await isReady()
      if (stopped) return
      setAway(!ready)
      if (ready && wasAway) return act()
      wasAway = wasAway || !ready
      timer = setTimeout(() => void ask(), intervalMs)
    }
    void ask()
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }, [])

  return away
}
