/** Sizes of the drawing in CSS pixels. */
export const axisHeight = 28
export const rowHeight = 18
export const barHeight = 8
const laneHead = 8
const crowdStrip = 12
const leastLane = 56
const mostLane = 152

export interface Geometry {
  readonly width: number
  /** Of the whole stage, the axis included. */
  readonly height: number
  readonly laneHeight: number
  /** Rows of bars in each lane. */
  readonly rows: number
  readonly lanes: number
}

/** Lanes share the height; when there are too many they keep their least height and scroll. */
export function geometryOf(width: number, height: number, lanes: number): Geometry {
  const shared = lanes === 0 ? mostLane : (height - axisHeight) / lanes
  const laneHeight = Math.round(Math.min(mostLane, Math.max(leastLane, shared)))
  const rows = Math.max(1, Math.floor((laneHeight - laneHead - crowdStrip) / rowHeight))
  return { width, height, laneHeight, rows, lanes }
}

/** How far the lanes can be scrolled. */
export function mostScroll(geometry: Geometry): number {
  return Math.max(0, geometry.lanes * geometry.laneHeight - (geometry.height - axisHeight))
}

export function laneTop(geometry: Geometry, lane: number, scrollTop: number): number {
  return axisHeight + lane * geometry.laneHeight - scrollTop
}

/** The middle of a row of bars. */
export function rowMiddle(geometry: Geometry, lane: number, row: number, scrollTop: number): number {
  return laneTop(geometry, lane, scrollTop) + laneHead + row * rowHeight + rowHeight / 2
}

/** The middle of what is said of records that found no row. */
export function crowdMiddle(geometry: Geometry, lane: number, scrollTop: number): number {
  return laneTop(geometry, lane, scrollTop) + geometry.laneHeight - crowdStrip / 2 - 2
}

/** The lane under a height, or null above and below them. */
export function laneUnder(geometry: Geometry, y: number, scrollTop: number): number | null {
  if (y < axisHeight) return null
  const lane = Math.floor((y - axisHeight + scrollTop) / geometry.laneHeight)
  return lane >= 0 && lane < geometry.lanes ? lane : null
}

/** The lanes of which anything is in sight, first and last. */
export function lanesInSight(geometry: Geometry, scrollTop: number): [number, number] {
  const first = Math.floor(scrollTop / geometry.laneHeight)
  const last = Math.ceil((scrollTop + geometry.height - axisHeight) / geometry.laneHeight) - 1
  return [Math.max(0, first), Math.min(geometry.lanes - 1, last)]
}
