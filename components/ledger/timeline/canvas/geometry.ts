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
  readonly inset?: number
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
  readonly boxes: readonly LaneBox[]
  /** Total height of all lanes. */
  readonly total: number
}

/**
 * Lanes share the height; if there are too many they keep their minimum height and scroll. A small (nearly empty) lane
 * gets one line.
 */
export function geometryOf({ width, height, namesAbove }: StageSize, small: readonly boolean[]): Geometry {
  const inset = namesAbove ? nameHeight : 0
  const large = small.filter((one) => !one).length
  const remainingHeight = height - axisHeight - (small.length - large) * (smallLane + inset)
  const shared = large === 0 ? smallLane : Math.floor(remainingHeight / large)
  const laneHeight = Math.min(maxLane, Math.max(minLane + inset, shared))
  let top = 0
  const boxes = small.map((isSmall) => {
    const box = {
      top,
      height: isSmall ? smallLane + inset : laneHeight,
      rows: isSmall ? 1 : rowsIn(laneHeight - inset),
      inset,
    }
    top += box.height
    return box
  })
  return { width, height, boxes, total: top }
}

/** Rows of the version display have a fixed height; a lane is as high as its rows. */
export const versionRowHeight = 26
const lanePadding = 8

const nameHeight = 16

/** Lanes with these numbers of rows, packed from the top. */
export function packedGeometry({ width, height, namesAbove }: StageSize, rows: readonly number[]): Geometry {
  let top = 0
  const inset = namesAbove ? nameHeight : 0
  const boxes = rows.map((count) => {
    const lane = Math.max(1, count) * versionRowHeight + lanePadding + inset
    const box = { top, height: lane, rows: Math.max(1, count), inset }
    top += box.height
    return box
  })
  return { width, height, boxes, total: top }
}

/** The vertical center of a row of the version display. */
export function versionRowMiddle(box: LaneBox, row: number, scrollTop: number): number {
  return laneTop(box, scrollTop) + (box.inset ?? 0) + lanePadding / 2 + (row + 0.5) * versionRowHeight
}

/** The row of the version display at a y position of a lane; it may be beyond its rows. */
export function versionRowUnder(box: LaneBox, y: number, scrollTop: number): number {
  const inRows = y - laneTop(box, scrollTop) - (box.inset ?? 0) - lanePadding / 2
  return Math.floor(inRows / versionRowHeight)
}

function rowsIn(laneHeight: number): number {
  return Math.max(1, Math.floor((laneHeight - crowdStrip - 8) / rowHeight))
}

export function maxScroll(geometry: Geometry): number {
  return Math.max(0, geometry.total - (geometry.height - axisHeight))
}

export function laneTop(box: LaneBox, scrollTop: number): number {
  return axisHeight + box.top - scrollTop
}

/** The vertical center of a row of bars. */
export function rowMiddle(box: LaneBox, row: number, scrollTop: number): number {
  const strip = box.rows === 1 ? 0 : crowdStrip
  const inset = box.inset ?? 0
  const above = inset + (box.height - inset - strip - box.rows * rowHeight) / 2
  return laneTop(box, scrollTop) + above + row * rowHeight + rowHeight / 2
}

/** The vertical center of the label for records without a row. */
export function crowdMiddle(box: LaneBox, scrollTop: number): number {
  return laneTop(box, scrollTop) + box.height - crowdStrip / 2 - 1
}

/** The lane at a y position, or null above and below the lanes. */
export function laneUnder(geometry: Geometry, y: number, scrollTop: number): number | null {
  if (y < axisHeight) return null
  const inLanes = y - axisHeight + scrollTop
  const lane = geometry.boxes.findIndex((box) => inLanes >= box.top && inLanes < box.top + box.height)
  return lane < 0 ? null : lane
}

export function lanesInSight(geometry: Geometry, scrollTop: number): [lane: number, box: LaneBox][] {
  const bottom = scrollTop + geometry.height - axisHeight
  return [...geometry.boxes.entries()].filter(
    ([, box]) => box.top < bottom && box.top + box.height > scrollTop,
  )
}
