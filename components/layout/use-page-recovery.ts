import { useEffect, useEffectEvent, useState } from "react"
import { isReady } from "@/lib/web/client/connection"

const intervalMs = 2_000

/**
 * For an error page: polls until the server is ready, and returns whether it is unavailable. `recover` runs once, after
 * an outage ends, so that other errors are not retried endlessly.
 */
export function usePageRecovery(recover: () => void): boolean {
  const [away, setAway] = useState(false)
  const act = useEffectEvent(recover)

  useEffect(() => {
    let wasAway = false
    let stopped = false
    let timer: ReturnType<typeof setTimeout> | undefined
    async function checkServer() {
      const ready = await isReady()
      if (stopped) return
      setAway(!ready)
      if (ready && wasAway) return act()
      wasAway = wasAway || !ready
      timer = setTimeout(() => void checkServer(), intervalMs)
    }
    void checkServer()
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }, [])

  return away
}
