import clsx from "clsx"
import { type Ref, useEffect, useEffectEvent, useRef } from "react"
import { axisHeight, clampScroll, type Geometry } from "@/components/ledger/timeline/canvas/geometry"
import { type DensityCell, type LaneKind, totalOf } from "@/components/ledger/timeline/data/markers"
import type { TimelineFilter } from "@/components/ledger/timeline/data/timeline-query"
import type { ViewStore } from "@/components/ledger/timeline/data/view-store"
import { NameText } from "@/components/ui/version-text"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"
import { formatQuantity } from "@/lib/platform/format"

export interface LaneHead {
  name: string
  /** Secondary text below the name: how many applications or environments the lane contains. */
  note: string
  small: boolean
}

interface LaneHeadsProps {
  ref: Ref<HTMLUListElement>
  heads: readonly LaneHead[]
  /** Lanes are as high as their rows: the name is at the top, and visible while any part of the lane is. */
  packed: boolean
  geometry: Geometry
  store: ViewStore
}

/** The lane names, once their heights are known. Here the wheel scrolls the lanes instead of zooming. */
export function LaneHeads({ ref, heads, packed, geometry, store }: LaneHeadsProps) {
  const column = useRef<HTMLDivElement>(null)
  const scroll = useEffectEvent((event: WheelEvent) => {
    event.preventDefault()
    store.set({ scrollTop: clampScroll(geometry, store.get().scrollTop + event.deltaY), hover: null })
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
      className="relative w-36 shrink-0 overflow-hidden border-r border-line max-md:pointer-events-none max-md:absolute max-md:inset-0 max-md:z-1 max-md:w-full max-md:border-0 lg:w-44"
    >
      <ul ref={ref} className="relative" style={{ top: axisHeight }}>
        {(geometry.height > 0 ? heads : []).map(({ name, small, note }) => {
          const { top, height = 0 } = geometry.boxes.get(name) ?? {}
          return (
            <li
              key={name}
              title={name}
              style={{ top, height }}
              className={clsx(
                "absolute inset-x-0 flex flex-col border-b border-line px-3 max-md:justify-start max-md:border-0 max-md:px-1.5",
                packed ? "justify-start pt-2 max-md:pt-0.5" : "justify-center",
              )}
            >
              <span className="flex text-xs max-md:w-fit max-md:rounded-sm max-md:bg-surface/80 max-md:px-1 max-md:text-2xs">
                <NameText value={name} />
              </span>
              {!small && height >= minNamed && (
                <span className="truncate text-2xs text-muted max-md:hidden">{note}</span>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** Moves the heads with the lanes; the name of a lane taller than the canvas stays visible. */
export function scrollHeads(list: HTMLUListElement, geometry: Geometry, scrollTop: number): void {
  list.style.transform = `translateY(${-scrollTop}px)`
  for (const [index, box] of [...geometry.boxes.values()].entries()) {
    const head = list.children[index]
    if (!(head instanceof HTMLElement)) continue
    const hidden = Math.min(Math.max(0, scrollTop - box.top), Math.max(0, box.height - minNamed))
    head.style.paddingTop = hidden > 0 ? `${hidden + 8}px` : ""
  }
}

const minNamed = 44

/** A lane with less than this share of the busiest lane's records gets one line. */
const smallShare = 0.005

export function laneTotals(cells: readonly DensityCell[]): Map<string, number> {
  const totals = new Map<string, number>()
  for (const { lane, counts } of cells) totals.set(lane, (totals.get(lane) ?? 0) + totalOf(counts))
  return totals
}

/** The lanes to draw, with what each contains. Environments keep promotion order, applications are sorted by name. */
export function laneHeads(
  allLanes: readonly LaneName[],
  { lanes: kind, ...filter }: Omit<TimelineFilter, "includeAnnulled">,
  totals: ReadonlyMap<string, number>,
): LaneHead[] {
  const visible = allLanes.filter(
    (lane) =>
      (filter.environment === null || lane.environment === filter.environment) &&
      (filter.application === null || lane.application === filter.application),
  )
  const busiest = Math.max(0, ...totals.values())
  const other: LaneKind = kind === "environment" ? "application" : "environment"
  const heads = [...Map.groupBy(visible, (lane) => lane[kind])].map(([name, lanes]) => ({
    name,
    small: (totals.get(name) ?? 0) < busiest * smallShare,
    note: lanes.length === 1 ? (lanes[0]?.[other] ?? "") : formatQuantity(lanes.length, other),
  }))
  return kind === "environment" ? heads : heads.sort((a, b) => a.name.localeCompare(b.name, "en"))
}
