import { paint } from "@/components/ledger/timeline/draw"
import type { Frame } from "@/components/ledger/timeline/frame"
import { hit } from "@/components/ledger/timeline/hit"
import { type Palette, readPalette } from "@/components/ledger/timeline/palette"
import { makeScenery, type Scene, type Setting } from "@/components/ledger/timeline/scene"
import type { Hover, StageStore } from "@/components/ledger/timeline/stage-store"
import type { TimeWindow } from "@/components/ledger/timeline/windows"

/** The data to draw. */
export interface Subject extends Setting {
  unread: readonly TimeWindow[]
  /** The selected past instant, or null for now. */
  asOf: number | null
}

export interface CanvasRenderer {
  /** Requests a redraw in the next frame; repeated calls are combined. */
  request: () => void
  show: (subject: Subject) => void
  /** Discards cached colors and glyphs, after a change of theme or screen. */
  forgetColours: () => void
  /** Single bars, or columns of counts. */
  sceneKind: () => Scene["kind"]
  hit: (x: number, y: number) => Hover | null
  close: () => void
}

/** Draws the stage on a canvas, at most once per frame. `onDrawn` is called after each draw. */
export function makeEasel(
  canvas: HTMLCanvasElement,
  stage: StageStore,
  first: Subject,
  onDrawn: () => void,
): CanvasRenderer {
  const context = contextOf(canvas)
  const scenery = makeScenery()
  let subject = first
  let palette: Palette | null = null
  let fonts = { monoFont: "", smallFont: "", monoWidth: 7 }
  let scene: Scene = { kind: "columns", bucketMs: 1, tallest: 1, lanes: new Map() }
  let frameRequest = 0

  function draw() {
    frameRequest = 0
    const { width, height } = subject.geometry
    if (width === 0) return
    const ratio = window.devicePixelRatio || 1
    sizeTo(canvas, width * ratio, height * ratio)
    palette ??= readColours(ratio)
    const state = stage.get()
    scene = scenery(subject, state.view)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    const frame: Frame = { context, palette, state, ...subject, ...fonts, marks: subject.data.marks }
    paint(frame, scene)
    onDrawn()
  }

  function readColours(ratio: number): Palette {
    const read = readPalette(canvas.parentElement ?? document.body, ratio)
    const monoFont = `11px ${read.mono}`
    context.font = monoFont
    fonts = { monoFont, smallFont: `11px ${read.sans}`, monoWidth: context.measureText("0").width }
    return read
  }

  function request() {
    frameRequest ||= requestAnimationFrame(draw)
  }

  return {
    request,
    show: (next) => {
      subject = next
      request()
    },
    forgetColours: () => {
      palette = null
      request()
    },
    sceneKind: () => scene.kind,
    hit: (x, y) => {
      const { view, scrollTop } = stage.get()
      return hit({ scene, geometry: subject.geometry, lanes: subject.lanes, view, scrollTop }, x, y)
    },
    close: () => cancelAnimationFrame(frameRequest),
  }
}

/** Sizes are device pixels. Setting them clears the canvas, so they are set only when they change. */
function sizeTo(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== Math.round(width)) canvas.width = Math.round(width)
  if (canvas.height !== Math.round(height)) canvas.height = Math.round(height)
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d", { alpha: false })
  if (!context) throw new Error("This browser cannot draw on a canvas.")
  return context
}
