"use client"

import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { useLiveEvent } from "@/components/layout/live"

const cardsPauseMs = 400
const numbersPauseMs = 15_000

/** Cards are read again shortly after something was recorded; the numbers of 30 days can wait a little longer. */
export function useOverviewEvents(): void {
  const client = useQueryClient()
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>())
  useEffect(() => {
    const running = timers.current
    return () => {
      for (const timer of running.values()) clearTimeout(timer)
    }
  }, [])

  function readSoon(key: string, pauseMs: number) {
    if (timers.current.has(key)) return
    const timer = setTimeout(() => {
      timers.current.delete(key)
      void client.invalidateQueries({ queryKey: [key] })
    }, pauseMs)
    timers.current.set(key, timer)
  }
  useLiveEvent(() => {
    readSoon("overview", cardsPauseMs)
    readSoon("insights", numbersPauseMs)
  })
}
