"use client"

import { type Ref, type RefObject, useEffect, useEffectEvent, useRef, useState } from "react"
import type { Easel } from "@/components/timeline/easel"
import { axisHeight, mostScroll } from "@/components/timeline/geometry"
import type { StageStore } from "@/components/timeline/stage-store"

export interface LaneHead {
  name: string
  /** Quiet, under the name: how many of the other kind it holds. */
  note: string
}

interface LaneHeadsProps {
  ref: Ref<HTMLUListElement>
  heads: readonly LaneHead[]
  stage: StageStore
  easel: RefObject<Easel | null>
}

/** The names of the lanes. The wheel scrolls the lanes here, where it cannot mean to zoom. */
export function LaneHeads({ ref, heads, stage, easel }: LaneHeadsProps) {
  const column = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState<number | null>(null)

  const scroll = useEffectEvent((event: WheelEvent) => {
    if (!easel.current) return
    event.preventDefault()
    const most = mostScroll(easel.current.geometry())
    stage.set({ scrollTop: Math.min(most, Math.max(0, stage.get().scrollTop + event.deltaY)), hover: null })
  })
  const measure = useEffectEvent(() => {
    const geometry = easel.current?.geometry()
    if (geometry && geometry.height > 0) setHeight(geometry.laneHeight)
  })

  useEffect(() => {
    const element = column.current
    if (!element) return
    const onWheel = (event: WheelEvent) => scroll(event)
    element.addEventListener("wheel", onWheel, { passive: false })
    const sized = new ResizeObserver(() => requestAnimationFrame(() => measure()))
    sized.observe(element)
    return () => {
      element.removeEventListener("wheel", onWheel)
      sized.disconnect()
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lanes have another height
  useEffect(() => measure(), [heads.length])

  return (
    <div
      ref={column}
      className="relative w-36 shrink-0 overflow-hidden border-r border-line max-md:pointer-events-none max-md:absolute max-md:inset-y-0 max-md:left-0 max-md:z-1 max-md:border-0 lg:w-44"
    >
      <ul ref={ref} style={{ marginTop: axisHeight }}>
        {heads.map((head) => (
          <li
            key={head.name}
            style={{ height: height ?? 152 }}
            className="flex flex-col justify-center border-b border-line px-3 max-md:justify-start max-md:border-0 max-md:px-1.5"
          >
            <span className="truncate text-sm max-md:w-fit max-md:rounded-sm max-md:bg-surface/80 max-md:px-1 max-md:text-2xs">
              {head.name}
            </span>
            <span className="truncate text-2xs text-muted max-md:hidden">{head.note}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
