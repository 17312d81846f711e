import { clamp } from "@/components/ledger/timeline/data/viewport"

/** Sizes of the drawing in CSS pixels. */
export const axisHeight = 28
export const rowHeight = 17
export const barHeight = 8
const crowdStrip = 14
const minLane = 60
const maxLane = 220
const smallLane = 32

export interface LaneBox {
  readonly top: number
  readonly height: number
  readonly rows: number
  /** The space above the rows, in pixels, for the lane name if it has no separate column. */
  readonly inset: number
}

export interface StageSize {
  readonly width: number
  readonly height: number
  /** On a narrow page, lane names have no column of their own but a line above the rows. */
  readonly namesAbove: boolean
}

export interface Geometry {
  readonly width: number
  /** Height of the whole canvas, including the axis. */
  readonly height: number
  /** Keyed by lane, from top to bottom. */
  readonly boxes: ReadonlyMap<string, LaneBox>
  readonly total: number
}

/** Lanes share the height, or scroll at their minimum height if there are many; a nearly empty one has one line. */
export function geometryOf(size: StageSize, lanes: readonly { name: string; small: boolean }[]): Geometry {
  const inset = size.namesAbove ? nameHeight : 0
  const large = lanes.filter(({ small }) => !small).length
  const remainingHeight = size.height - axisHeight - (lanes.length - large) * (smallLane + inset)
  const shared = large === 0 ? smallLane : Math.floor(remainingHeight / large)
  const laneHeight = Math.min(maxLane, Math.max(minLane + inset, shared))
  const smallBox = { height: smallLane + inset, rows: 1, inset }
  const largeBox = { height: laneHeight, rows: rowsIn(laneHeight - inset), inset }
  return stacked(
    size,
    lanes.map(({ name, small }) => [name, small ? smallBox : largeBox]),
  )
}

/** Lanes from the top, one below the other. */
function stacked({ width, height }: StageSize, lanes: [name: string, box: Omit<LaneBox, "top">][]): Geometry {
  const boxes = new Map<string, LaneBox>()
  let total = 0
  for (const [name, box] of lanes) {
    boxes.set(name, { ...box, top: total })
    total += box.height
  }
  return { width, height, boxes, total }
}

/** Rows of the version display have a fixed height; a lane is as high as its rows. */
export const versionRowHeight = 26
const lanePadding = 8

const nameHeight = 16

/** Lanes with these numbers of rows, packed from the top. */
export function packedGeometry(size: StageSize, lanes: readonly { name: string; rows: number }[]): Geometry {
  const inset = size.namesAbove ? nameHeight : 0
  return stacked(
    size,
    lanes.map(({ name, rows }) => [
      name,
      { height: rows * versionRowHeight + lanePadding + inset, rows, inset },
    ]),
  )
}

export function versionRowMiddle(box: LaneBox, row: number, scrollTop: number): number {
  return laneTop(box, scrollTop) + box.inset + lanePadding / 2 + (row + 0.5) * versionRowHeight
}

/** The row of the version display at a y position of a lane; it may be beyond its rows. */
export function versionRowUnder(box: LaneBox, y: number, scrollTop: number): number {
  const inRows = y - laneTop(box, scrollTop) - box.inset - lanePadding / 2
  return Math.floor(inRows / versionRowHeight)
}

function rowsIn(laneHeight: number): number {
  return Math.max(1, Math.floor((laneHeight - crowdStrip - 8) / rowHeight))
}

export function maxScroll(geometry: Geometry): number {
  return Math.max(0, geometry.total - (geometry.height - axisHeight))
}

export function clampScroll(geometry: Geometry, scrollTop: number): number {
  return clamp(scrollTop, 0, maxScroll(geometry))
}

export function laneTop(box: LaneBox, scrollTop: number): number {
  return axisHeight + box.top - scrollTop
}

export function rowMiddle(box: LaneBox, row: number, scrollTop: number): number {
  const strip = box.rows === 1 ? 0 : crowdStrip
  const above = box.inset + (box.height - box.inset - strip - box.rows * rowHeight) / 2
  return laneTop(box, scrollTop) + above + row * rowHeight + rowHeight / 2
}

export function crowdMiddle(box: LaneBox, scrollTop: number): number {
  return laneTop(box, scrollTop) + box.height - crowdStrip / 2 - 1
}

type Lane = [name: string, box: LaneBox]

/** The lane at a y position; undefined above and below the lanes. */
export function laneUnder({ boxes }: Geometry, y: number, scrollTop: number): Lane | undefined {
  if (y < axisHeight) return undefined
  const inLanes = y - axisHeight + scrollTop
  return [...boxes].find(([, { top, height }]) => inLanes >= top && inLanes < top + height)
}

export function lanesInSight({ boxes, height }: Geometry, scrollTop: number): Lane[] {
  const bottom = scrollTop + height - axisHeight
  return [...boxes].filter(([, box]) => box.top < bottom && box.top + box.height > scrollTop)
}
