"use client"

import { type Ref, useEffect, useEffectEvent, useRef } from "react"
import { axisHeight, type Geometry, maxScroll } from "@/components/ledger/timeline/geometry"
import type { StageStore } from "@/components/ledger/timeline/stage-store"

export interface LaneHead {
  name: string
  /** Secondary text below the name: how many applications or environments the lane contains. */
  note: string
  /** The lane is nearly empty. */
  small: boolean
}

interface LaneHeadsProps {
  ref: Ref<HTMLUListElement>
  heads: readonly LaneHead[]
  geometry: Geometry
  stage: StageStore
}

/** The lane names, once their heights are known. Here the wheel scrolls the lanes instead of zooming. */
export function LaneHeads({ ref, heads, geometry, stage }: LaneHeadsProps) {
  const column = useRef<HTMLDivElement>(null)
  const scroll = useEffectEvent((event: WheelEvent) => {
    event.preventDefault()
    const wanted = stage.get().scrollTop + event.deltaY
    stage.set({ scrollTop: Math.min(maxScroll(geometry), Math.max(0, wanted)), hover: null })
  })
  useEffect(() => {
    const element = column.current
    const onWheel = (event: WheelEvent) => scroll(event)
    element?.addEventListener("wheel", onWheel, { passive: false })
    return () => element?.removeEventListener("wheel", onWheel)
  }, [])

  return (
    <div
      ref={column}
      className="relative w-36 shrink-0 overflow-hidden border-r border-line max-md:pointer-events-none max-md:absolute max-md:inset-y-0 max-md:left-0 max-md:z-1 max-md:border-0 lg:w-44"
    >
      <ul ref={ref} className="relative" style={{ top: axisHeight }}>
        {(geometry.height > 0 ? heads : []).map((head, index) => (
          <li
            key={head.name}
            title={head.name}
            style={{ top: geometry.boxes[index]?.top, height: geometry.boxes[index]?.height }}
            className="absolute inset-x-0 flex flex-col justify-center border-b border-line px-3 max-md:justify-start max-md:border-0 max-md:px-1.5"
          >
            <span className="truncate text-xs max-md:w-fit max-md:rounded-sm max-md:bg-surface/80 max-md:px-1 max-md:text-2xs">
              {head.name}
            </span>
            {!head.small && <span className="truncate text-2xs text-muted max-md:hidden">{head.note}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}
