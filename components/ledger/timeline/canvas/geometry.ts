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
  readonly total: number
}

/** Lanes share the height, or scroll at their minimum height if there are many; a nearly empty one has one line. */
export function geometryOf({ width, height, namesAbove }: StageSize, small: readonly boolean[]): Geometry {
  const inset = namesAbove ? nameHeight : 0
  const large = small.filter((one) => !one).length
  const remainingHeight = height - axisHeight - (small.length - large) * (smallLane + inset)
  const shared = large === 0 ? smallLane : Math.floor(remainingHeight / large)
  const laneHeight = Math.min(maxLane, Math.max(minLane + inset, shared))
  const lanes = small.map((isSmall) =>
    isSmall
      ? { height: smallLane + inset, rows: 1, inset }
      : { height: laneHeight, rows: rowsIn(laneHeight - inset), inset },
  )
  return { width, height, ...stacked(lanes) }
}

/** Lanes from the top, one below the other. */
function stacked(lanes: readonly Omit<LaneBox, "top">[]): Pick<Geometry, "boxes" | "total"> {
  let total = 0
  const boxes = lanes.map((lane) => {
    const box = { ...lane, top: total }
    total += lane.height
    return box
  })
  return { boxes, total }
}

/** Rows of the version display have a fixed height; a lane is as high as its rows. */
export const versionRowHeight = 26
const lanePadding = 8

const nameHeight = 16

/** Lanes with these numbers of rows, packed from the top. */
export function packedGeometry({ width, height, namesAbove }: StageSize, rows: readonly number[]): Geometry {
  const inset = namesAbove ? nameHeight : 0
  const lanes = rows.map((count) => {
    const shown = Math.max(1, count)
    return { height: shown * versionRowHeight + lanePadding + inset, rows: shown, inset }
  })
  return { width, height, ...stacked(lanes) }
}

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

export function rowMiddle(box: LaneBox, row: number, scrollTop: number): number {
  const strip = box.rows === 1 ? 0 : crowdStrip
  const inset = box.inset ?? 0
  const above = inset + (box.height - inset - strip - box.rows * rowHeight) / 2
  return laneTop(box, scrollTop) + above + row * rowHeight + rowHeight / 2
}

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
