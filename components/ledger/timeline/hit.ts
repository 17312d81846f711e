import { bucketStart } from "@/components/ledger/timeline/density"
import {
  crowdMiddle,
  type Geometry,
  laneUnder,
  rowHeight,
  rowMiddle,
} from "@/components/ledger/timeline/geometry"
import { glyphHalf } from "@/components/ledger/timeline/packing"
import type { BarScene, ColumnScene, Scene } from "@/components/ledger/timeline/scene"
import type { Hover } from "@/components/ledger/timeline/stage-store"
import { instantAt, type Viewport } from "@/components/ledger/timeline/viewport"

interface Picture {
  readonly scene: Scene
  readonly geometry: Geometry
  readonly lanes: readonly string[]
  readonly view: Viewport
  readonly scrollTop: number
}

/** Hit test: what is drawn at a position of the stage, in CSS pixels from its corner. */
export function hit(picture: Picture, x: number, y: number): Hover | null {
  const lane = laneUnder(picture.geometry, y, picture.scrollTop)
  if (lane === null) return null
  const { scene } = picture
  return scene.kind === "bars" ? hitBar(picture, scene, lane, x, y) : hitColumn(picture, scene, lane, x, y)
}

const reach = glyphHalf + 2

function hitBar(picture: Picture, scene: BarScene, lane: number, x: number, y: number): Hover | null {
  const { geometry, view, scrollTop } = picture
  const packed = scene.lanes.get(picture.lanes[lane] ?? "")
  const box = geometry.boxes[lane]
  if (!packed || !box) return null
  const shift = view.from / scene.msPerPixel
  const found = packed.bars.findLast(
    (bar) =>
      x >= bar.start - shift - reach &&
      x <= bar.end - shift + reach &&
      Math.abs(y - rowMiddle(box, bar.row, scrollTop)) <= rowHeight / 2,
  )
  if (found) return { x, y, kind: "mark", mark: found.mark }
  if (Math.abs(y - crowdMiddle(box, scrollTop)) > 8) return null
  const crowd = packed.crowds.find((one) => x >= one.start - shift - reach && x <= one.start - shift + 24)
  return crowd ? { x, y, kind: "crowd", marks: crowd.marks } : null
}

function hitColumn(picture: Picture, scene: ColumnScene, lane: number, x: number, y: number): Hover | null {
  const name = picture.lanes[lane] ?? ""
  const start = bucketStart(instantAt(picture.view, x, picture.geometry.width), scene.bucketMs)
  const counts = scene.lanes.get(name)?.get(start)
  return counts ? { x, y, kind: "column", lane: name, start, length: scene.bucketMs, counts } : null
}
