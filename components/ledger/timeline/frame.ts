import type { Geometry } from "@/components/ledger/timeline/geometry"
import type { LaneKind, Mark } from "@/components/ledger/timeline/mark"
import type { Palette } from "@/components/ledger/timeline/palette"
import type { StageState } from "@/components/ledger/timeline/stage-store"
import type { TimeWindow } from "@/components/ledger/timeline/windows"

/** Everything needed to draw one frame. */
export interface Frame {
  readonly context: CanvasRenderingContext2D
  readonly palette: Palette
  readonly geometry: Geometry
  readonly state: StageState
  readonly laneKind: LaneKind
  /** Lane names, from top to bottom. */
  readonly lanes: readonly string[]
  readonly marks: readonly Mark[]
  /** Parts of the view without data yet. */
  readonly unread: readonly TimeWindow[]
  readonly now: number
  /** The selected past instant, or null for now. */
  readonly asOf: number | null
  readonly monoFont: string
  readonly smallFont: string
  /** The width of one monospace character, in pixels. */
  readonly monoWidth: number
}
