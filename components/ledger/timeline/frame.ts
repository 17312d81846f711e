import type { Geometry } from "@/components/ledger/timeline/geometry"
import type { LaneKind, Mark } from "@/components/ledger/timeline/mark"
import type { Palette } from "@/components/ledger/timeline/palette"
import type { StageState } from "@/components/ledger/timeline/stage-store"
import type { TimeWindow } from "@/components/ledger/timeline/windows"

/** Everything one picture is made from. */
export interface Frame {
  readonly context: CanvasRenderingContext2D
  readonly palette: Palette
  readonly geometry: Geometry
  readonly state: StageState
  readonly laneKind: LaneKind
  /** Names, from the top. */
  readonly lanes: readonly string[]
  readonly marks: readonly Mark[]
  /** Parts of the view of which nothing is known yet. */
  readonly unread: readonly TimeWindow[]
  readonly now: number
  /** The instant looked back at, or null for now. */
  readonly asOf: number | null
  readonly monoFont: string
  readonly smallFont: string
  /** Of one letter of the mono font, in pixels. */
  readonly monoWidth: number
}
