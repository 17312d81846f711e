"use client"

import { useEffect, useEffectEvent, useRef } from "react"
import type { DensityCell } from "@/components/ledger/timeline/density"
import { paintStrip, paintStripGround } from "@/components/ledger/timeline/draw-strip"
import { onThemeChange } from "@/components/ledger/timeline/on-theme-change"
import { type Palette, readPalette } from "@/components/ledger/timeline/palette"
import type { StageStore } from "@/components/ledger/timeline/stage-store"
import { listenToStrip } from "@/components/ledger/timeline/strip-gestures"
import type { Viewport } from "@/components/ledger/timeline/viewport"

interface OverviewStripProps {
  stage: StageStore
  extent: Viewport
  cells: readonly DensityCell[]
  cellMs: number
}

/** The whole ledger in one row, with the visible range marked. For the pointer only: Home, End and zoom do the same. */
export function OverviewStrip({ stage, extent, cells, cellMs }: OverviewStripProps) {
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const repaint = useRef<() => void>(undefined)
  const stripOf = useEffectEvent((width: number, height: number) => ({
    extent,
    cells,
    cellMs,
    width,
    height,
  }))

  useEffect(() => {
    const [element, surface] = [box.current, canvas.current]
    if (!element || !surface) return
    const ground = document.createElement("canvas")
    let size = { width: 0, height: 0 }
    let palette: Palette | null = null
    let isGroundOld = true
    let frameRequest = 0
    function draw() {
      frameRequest = 0
      if (!element || !surface || size.width === 0) return
      palette ??= readPalette(element, window.devicePixelRatio || 1)
      const strip = stripOf(size.width, size.height)
      if (isGroundOld) paintStripGround(ground, palette, strip)
      isGroundOld = false
      paintStrip(surface, ground, palette, strip, stage.get().view)
    }
    function request() {
      frameRequest ||= requestAnimationFrame(draw)
    }
    function renew() {
      isGroundOld = true
      request()
    }
    repaint.current = renew
    const sized = new ResizeObserver(() => {
      size = { width: element.clientWidth, height: element.clientHeight }
      renew()
    })
    sized.observe(element)
    const off = [
      stage.subscribe(request),
      listenToStrip(element, stage, () => stripOf(0, 0).extent),
      onThemeChange(() => {
        palette = null
        renew()
      }),
    ]
    return () => {
      cancelAnimationFrame(frameRequest)
      sized.disconnect()
      for (const stop of off) stop()
    }
  }, [stage])

  // biome-ignore lint/correctness/useExhaustiveDependencies: new counts require a redraw
  useEffect(() => repaint.current?.(), [extent, cells])

  return (
    <div
      ref={box}
      aria-hidden="true"
      className="relative h-11 shrink-0 cursor-grab touch-none overflow-hidden rounded-md border border-line bg-surface active:cursor-grabbing"
    >
      <canvas ref={canvas} className="absolute inset-0 size-full" />
    </div>
  )
}
