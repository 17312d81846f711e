"use client"

import { focusManager, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"

/** Reads what is old on screen again when somebody comes back to the window; not while the page stands still. */
export function useReadAgainOnReturn(paused: boolean): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (paused) return
    return focusManager.subscribe((focused) => {
      if (focused) void queries.refetchQueries({ type: "active", stale: true })
    })
  }, [paused, queries])
}
