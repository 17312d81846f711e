import { useEffect, useEffectEvent, useId, useLayoutEffect, useMemo, useRef, useState } from "react"
import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import {
  type CanvasRenderer,
  createCanvasRenderer,
} from "@/components/ledger/timeline/canvas/canvas-renderer"
import {
  axisHeight,
  clampScroll,
  geometryOf,
  maxScroll,
  packedGeometry,
  type StageSize,
} from "@/components/ledger/timeline/canvas/geometry"
import { listenToGestures } from "@/components/ledger/timeline/canvas/gestures"
import { HoverCard } from "@/components/ledger/timeline/canvas/hover-card"
import { pressKey } from "@/components/ledger/timeline/canvas/keyboard-navigation"
import { type LaneHead, LaneHeads, scrollHeads } from "@/components/ledger/timeline/canvas/lane-heads"
import type { Subject } from "@/components/ledger/timeline/canvas/layout"
import { onThemeChange } from "@/components/ledger/timeline/canvas/palette"
import type { Marker } from "@/components/ledger/timeline/data/markers"
import {
  animateTo,
  type Hover,
  useViewState,
  type ViewStore,
} from "@/components/ledger/timeline/data/view-store"
import { spanOf, type TimeWindow, viewBetween } from "@/components/ledger/timeline/data/viewport"
import { formatDuration, formatExact } from "@/lib/platform/format"

interface TimelineStageProps {
  store: ViewStore
  picture: Omit<Subject, "geometry">
  heads: readonly LaneHead[]
  brushing: boolean
  onOpen: (deploymentId: string) => void
  extent: TimeWindow
}

/** Drawn on a canvas, controlled by pointer and keys; the table shows the same records. */
export default function TimelineCanvas(props: TimelineStageProps) {
  const { store, picture } = props
  const laneHeads = useMemo(
    () => props.heads.filter(({ name }) => picture.versions === null || picture.versions.has(name)),
    [props.heads, picture.versions],
  )
  const [size, setSize] = useState<StageSize>({ width: 0, height: 0, namesAbove: false })
  const subject = useMemo<Subject>(() => {
    const { versions } = picture
    const rowsIn = (name: string) => Math.max(1, versions?.get(name)?.length ?? 0)
    const geometry =
      versions === null
        ? geometryOf(size, laneHeads)
        : packedGeometry(
            size,
            laneHeads.map(({ name }) => ({ name, rows: rowsIn(name) })),
          )
    return { ...picture, geometry }
  }, [picture, laneHeads, size])
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const heads = useRef<HTMLUListElement>(null)
  const renderer = useRef<CanvasRenderer>(null)
  const instructions = useId()

  const pick = useEffectEvent((hover: Hover) => {
    if (hover.kind === "marker") {
      store.set({ focus: hover.marker })
      props.onOpen(hover.marker.id)
    } else if (hover.kind === "segment" && hover.count === 1) props.onOpen(hover.segment.deploymentId)
    else animateTo(store, viewOf(hover))
  })
  const isBrushing = useEffectEvent(() => props.brushing)
  const currentSubject = useEffectEvent(() => subject)

  useEffect(() => {
    const element = box.current
    const surface = canvas.current
    if (!element || !surface) return
    const createdRenderer = createCanvasRenderer(surface, store, currentSubject(), () => {
      if (heads.current) scrollHeads(heads.current, currentSubject().geometry, store.get().scrollTop)
    })
    renderer.current = createdRenderer
    const sized = new ResizeObserver(() =>
      // The style of the lane names decides where they are.
      setSize({
        width: element.clientWidth,
        height: element.clientHeight,
        namesAbove: element.offsetLeft === 0,
      }),
    )
    sized.observe(element)
    const unsubscribe = store.subscribe(createdRenderer.request)
    const offGestures = listenToGestures(element, {
      store,
      clampScroll: (scrollTop) => clampScroll(currentSubject().geometry, scrollTop),
      hitTest: createdRenderer.hitTest,
      brushing: () => isBrushing(),
      onPick: (hover) => pick(hover),
    })
    const offTheme = onThemeChange(createdRenderer.clearPalette)
    return () => {
      sized.disconnect()
      unsubscribe()
      offGestures()
      offTheme()
      createdRenderer.close()
      renderer.current = null
    }
  }, [store])

  useLayoutEffect(() => {
    const maxTop = maxScroll(subject.geometry)
    if (subject.geometry.height > 0 && store.get().scrollTop > maxTop) store.set({ scrollTop: maxTop })
    renderer.current?.show(subject)
  }, [subject, store])

  return (
    <div className="relative flex min-h-0 flex-1 overflow-hidden rounded-md border border-line bg-surface">
      <LaneHeads
        ref={heads}
        heads={laneHeads}
        packed={picture.versions !== null}
        geometry={subject.geometry}
        store={store}
      />
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
            store,
            renderer: renderer.current,
            subject,
            onOpen: (marker: Marker) => props.onOpen(marker.id),
            extent: props.extent,
          }
          if (!pressKey(event.key, event.shiftKey, options)) return
          event.preventDefault()
          event.stopPropagation()
        }}
        className="relative min-w-0 flex-1 touch-none overflow-hidden select-none focus-visible:-outline-offset-2"
      >
        <canvas ref={canvas} className="absolute inset-0 size-full" />
        <HoverCard store={store} top={axisHeight} />
        <p id={instructions} className="sr-only">
          Use the arrow keys to move between deployments and Enter to open one. Plus and minus zoom, Shift
          with left and right moves in time, Home and End go to the first and last deployment. The table shows
          the same deployments.
        </p>
        <ScreenReaderRow store={store} />
      </div>
    </div>
  )
}

/** The view for a selected crowd or column: its range, with a little margin. */
function viewOf(hover: Exclude<Hover, { kind: "marker" }>): TimeWindow {
  if (hover.kind === "column") return { from: hover.start, to: hover.start + hover.length }
  if (hover.kind === "segment") {
    const { from, to } = hover.segment
    return { from: from - 10 * (to - from), to: to + 10 * (to - from) }
  }
  const times = hover.markers.map((marker) => marker.from)
  const tight = viewBetween(Math.min(...times), Math.max(...times))
  const room = spanOf(tight) / 10
  return { from: tight.from - room, to: tight.to + room }
}

function ScreenReaderRow({ store }: { store: ViewStore }) {
  const focus = useViewState(store, (state) => state.focus)
  return (
    <p role="status" aria-live="polite" data-focused={focus?.id} className="sr-only">
      {focus && markerLabel(focus)}
    </p>
  )
}

function markerLabel(marker: Marker): string {
  const duration = marker.to === null ? "" : `, took ${formatDuration((marker.to - marker.from) / 1000)}`
  const rollbackNote = marker.isRollback ? ", rollback to an earlier version" : ""
  const annulled = marker.isAnnulled ? ", annulled" : ""
  const status = deploymentStatusStyles[marker.status].word
  return `${marker.imageTag} of ${marker.application} in ${marker.environment}: ${status}, ${formatExact(marker.from)}${duration}${rollbackNote}${annulled}.`
}
