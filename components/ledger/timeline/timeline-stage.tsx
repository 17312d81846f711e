"use client"

import { useEffect, useEffectEvent, useId, useLayoutEffect, useMemo, useRef, useState } from "react"
import { animateTo } from "@/components/ledger/timeline/animate-viewport"
import { type CanvasRenderer, makeEasel, type Subject } from "@/components/ledger/timeline/canvas-renderer"
import { axisHeight, geometryOf, maxScroll } from "@/components/ledger/timeline/geometry"
import { listenToGestures } from "@/components/ledger/timeline/gestures"
import { HoverCard } from "@/components/ledger/timeline/hover-card"
import { type LaneHead, LaneHeads } from "@/components/ledger/timeline/lane-heads"
import type { Mark } from "@/components/ledger/timeline/mark"
import { onThemeChange } from "@/components/ledger/timeline/on-theme-change"
import { SpokenRecord } from "@/components/ledger/timeline/spoken-record"
import { pressKey } from "@/components/ledger/timeline/stage-keys"
import type { Hover, StageStore } from "@/components/ledger/timeline/stage-store"
import { spanOf, type Viewport, viewBetween } from "@/components/ledger/timeline/viewport"

export interface TimelineStageProps {
  stage: StageStore
  picture: Omit<Subject, "lanes" | "geometry">
  heads: readonly LaneHead[]
  /** A drag selects a range. */
  brushing: boolean
  onOpen: (mark: Mark) => void
  onBrush: (range: Viewport) => void
  extent: Viewport
}

/**
 * The lanes: drawn on a canvas, controlled by pointer and keys. A table with the same records is available alongside.
 */
export function TimelineStage(props: TimelineStageProps) {
  const { stage, picture, heads: laneHeads } = props
  const [size, setSize] = useState({ width: 0, height: 0 })
  const subject = useMemo<Subject>(
    () => ({
      ...picture,
      lanes: laneHeads.map((head) => head.name),
      geometry: geometryOf(
        size.width,
        size.height,
        laneHeads.map((head) => head.small),
      ),
    }),
    [picture, laneHeads, size],
  )
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const heads = useRef<HTMLUListElement>(null)
  const renderer = useRef<CanvasRenderer>(null)
  const instructions = useId()

  const pick = useEffectEvent((hover: Hover) => {
    if (hover.kind === "mark") {
      stage.set({ focus: hover.mark })
      props.onOpen(hover.mark)
    } else animateTo(stage, viewOf(hover))
  })
  const brush = useEffectEvent((range: Viewport) => props.onBrush(range))
  const isBrushing = useEffectEvent(() => props.brushing)
  const firstSubject = useEffectEvent(() => subject)
  const geometryNow = useEffectEvent(() => subject.geometry)

  useEffect(() => {
    const [element, surface] = [box.current, canvas.current]
    if (!element || !surface) return
    const made = makeEasel(surface, stage, firstSubject(), () => {
      const shift = `translateY(${-stage.get().scrollTop}px)`
      if (heads.current) heads.current.style.transform = shift
    })
    renderer.current = made
    const sized = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    )
    sized.observe(element)
    const offStage = stage.subscribe(made.request)
    const offGestures = listenToGestures(element, {
      stage,
      width: () => element.clientWidth,
      maxScroll: () => maxScroll(geometryNow()),
      hit: made.hit,
      brushing: () => isBrushing(),
      onPick: (hover) => pick(hover),
      onBrush: (range) => brush(range),
    })
    const offTheme = onThemeChange(made.forgetColours)
    return () => {
      sized.disconnect()
      offStage()
      offGestures()
      offTheme()
      made.close()
      renderer.current = null
    }
  }, [stage])

  useLayoutEffect(() => {
    const most = maxScroll(subject.geometry)
    if (subject.geometry.height > 0 && stage.get().scrollTop > most) stage.set({ scrollTop: most })
    renderer.current?.show(subject)
  }, [subject, stage])

  return (
    <div className="relative flex min-h-0 flex-1 overflow-hidden rounded-md border border-line bg-surface">
      <LaneHeads ref={heads} heads={laneHeads} geometry={subject.geometry} stage={stage} />
      <div
        ref={box}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move within it
        tabIndex={0}
        aria-label="Timeline"
        aria-describedby={instructions}
        onKeyDown={(event) => {
          if (!renderer.current || event.metaKey || event.ctrlKey || event.altKey) return
          const options = {
            stage,
            renderer: renderer.current,
            subject,
            onOpen: props.onOpen,
            extent: props.extent,
          }
          if (!pressKey(event.key, event.shiftKey, options)) return
          event.preventDefault()
          event.stopPropagation()
        }}
        className="relative min-w-0 flex-1 touch-none overflow-hidden select-none focus-visible:-outline-offset-2"
      >
        <canvas ref={canvas} className="absolute inset-0 size-full" />
        <HoverCard stage={stage} top={axisHeight} />
        <p id={instructions} className="sr-only">
          Use the arrow keys to move between deployments and Enter to open one. Plus and minus zoom, Shift
          with left and right moves in time, Home and End go to the first and last deployment. The table shows
          the same deployments.
        </p>
        <SpokenRecord stage={stage} />
      </div>
    </div>
  )
}

/** The view for a selected crowd or column: its range, with a little margin. */
function viewOf(hover: Exclude<Hover, { kind: "mark" }>): Viewport {
  if (hover.kind === "column") return { from: hover.start, to: hover.start + hover.length }
  const times = hover.marks.map((mark) => mark.from)
  const tight = viewBetween(Math.min(...times), Math.max(...times))
  const room = spanOf(tight) / 10
  return { from: tight.from - room, to: tight.to + room }
}
