"use client"

import { focusManager, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"

/** Refetches stale data on screen when the user returns to the window, unless live updates are paused. */
export function useReadAgainOnReturn(paused: boolean): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (paused) return
    return focusManager.subscribe((focused) => {
      if (focused) void queries.refetchQueries({ type: "active", stale: true })
    })
  }, [paused, queries])
}
