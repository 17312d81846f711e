"use client"

import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { useReleaseChange } from "@/components/layout/live"

/** A rollout changes many releases in one moment: they are read again together. */
const pauseMs = 400

/** Reads lists and counts of releases again soon after one of them changed. */
export function useFleetEvents(): void {
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
    },
    [],
  )
  useReleaseChange(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void queries.invalidateQueries({ queryKey: ["releases"] })
    }, pauseMs)
  })
}
