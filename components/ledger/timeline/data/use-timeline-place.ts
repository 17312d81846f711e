"use client"

import { useQueryStates } from "nuqs"
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react"
import {
  animateTo,
  createStage,
  type StageStore,
  useViewAtRest,
} from "@/components/ledger/timeline/data/stage-store"
import { type Extent, timelineParsers, viewOfSearch } from "@/components/ledger/timeline/data/timeline-search"
import { type Range, spanOf, type Viewport } from "@/components/ledger/timeline/data/viewport"

const restMs = 350

/**
 * Synchronizes the view with the URL in both directions: a view at rest is written to the URL, and a changed URL (a
 * preset, back, forward) moves the view. A range without from and to follows the current time.
 */
export function useTimelinePlace(extent: Extent | null, now: number) {
  const [place, setPlace] = useQueryStates(timelineParsers)
  const present = place.at?.getTime() ?? now
  const [stage] = useState<StageStore>(() => createStage(viewOfSearch(place, extent, present)))
  // The view set from the URL; only a view that differs from it is written back.
  const aim = useRef<Viewport>(stage.get().view)

  const address = [place.range, place.from?.getTime(), place.to?.getTime(), place.at?.getTime()].join()
  const shown = useRef(address)
  const follow = useEffectEvent(() => {
    const target = viewOfSearch(place, extent, present)
    const moved = shown.current !== address
    shown.current = address
    const current = stage.get().view
    if (!moved && current !== aim.current) return
    aim.current = target
    if (isSame(current, target)) stage.set({ view: target })
    else if (moved) animateTo(stage, target)
    else stage.set({ view: target })
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the URL or the current time changes
  useEffect(() => follow(), [address, present])

  useViewAtRest(stage, restMs, (view) => {
    if (isSame(view, aim.current)) return
    aim.current = view
    void setPlace({ range: null, from: new Date(Math.round(view.from)), to: new Date(Math.round(view.to)) })
  })

  const goToRange = useCallback(
    (range: Range) => void setPlace({ range, from: null, to: null }, { history: "push" }),
    [setPlace],
  )
  return { place, setPlace, stage, goToRange }
}

/** Equal to a thousandth of the width; smaller differences are invisible. */
function isSame(one: Viewport, other: Viewport): boolean {
  const least = spanOf(other) / 1000
  return Math.abs(one.from - other.from) < least && Math.abs(one.to - other.to) < least
}
