"use client"

import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { useLiveEvent, useReleaseChange } from "@/components/layout/live"

/** A rollout or an import does much in one moment: it is read again together. */
const pauseMs = 1_000

/** Reads the activity again soon after something was done in either half. */
export function useActivityEvents(): void {
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
    },
    [],
  )
  function readSoon() {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void queries.invalidateQueries({ queryKey: ["activity"] })
    }, pauseMs)
  }
  useLiveEvent(readSoon)
  useReleaseChange(readSoon)
}
