"use client"

import { useEffect, useState } from "react"
import type { StageStore } from "@/components/ledger/timeline/stage-store"

const restMs = 250

/** The view once it rests, for work that is too expensive to run every frame. */
export function useViewport(stage: StageStore) {
  const [view, setView] = useState(stage.get().view)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const off = stage.subscribe(() => {
      clearTimeout(timer)
      timer = setTimeout(() => setView(stage.get().view), restMs)
    })
    return () => {
      off()
      clearTimeout(timer)
    }
  }, [stage])
  return view
}
