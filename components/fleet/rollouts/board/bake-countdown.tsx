"use client"

import { useEffect, useState } from "react"
import { useHydrated } from "@/components/ui/viewer-explanation"
import { formatDuration } from "@/lib/platform/format"

/** The remaining bake time of a wave, updated every second. */
export function BakeCountdown({ until }: { until: string }) {
  const hydrated = useHydrated()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.ceil((new Date(until).getTime() - now) / 1000))
  return (
    <time dateTime={until} className="shrink-0 whitespace-nowrap">
      {!hydrated ? "baking" : seconds === 0 ? "almost done" : `${formatDuration(seconds)} left`}
    </time>
  )
}
