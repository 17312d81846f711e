import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import { glyphPaths } from "@/components/ui/status-glyph"
import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"

export interface Palette {
  surface: string
  raised: string
  line: string
  text: string
  muted: string
  accent: string
  status: Record<DeploymentStatus, string>
  glyphs: Record<DeploymentStatus, HTMLCanvasElement>
  hatches: Record<DeploymentStatus, CanvasPattern | string>
  smallFont: string
  monoFont: string
  /** The width of one character of `monoFont`, in pixels. */
  monoWidth: number
}

/** CSS pixels. */
export const glyphSize = 12

/** Reads the current theme at `element`. A canvas cannot resolve CSS variables, so a probe element resolves them. */
export function readPalette(element: HTMLElement): Palette {
  const ratio = window.devicePixelRatio || 1
  const probe = document.createElement("span")
  // With reduced motion every element has a zero-length transition, which would return the previous color.
  probe.style.transition = "none"
  element.append(probe)
  const resolve = (color: string) => {
    probe.style.color = color
    return getComputedStyle(probe).color
  }
  const surface = resolve("var(--color-surface)")
  const status = byStatus((one) => resolve(`var(--color-${deploymentStatusStyles[one].tone})`))
  const style = getComputedStyle(probe)
  const mono = style.getPropertyValue("--font-geist-mono").trim() || "ui-monospace, monospace"
  const { context } = blank(1, ratio)
  context.font = `11px ${mono}`
  const palette: Palette = {
    surface,
    raised: resolve("var(--color-raised)"),
    line: resolve("var(--color-line)"),
    text: resolve("var(--color-text)"),
    muted: resolve("var(--color-muted)"),
    accent: resolve("var(--color-accent)"),
    status,
    glyphs: byStatus((one) => glyphSprite(one, status[one], surface, ratio)),
    hatches: byStatus((one) => hatch(status[one], ratio)),
    smallFont: `11px ${style.fontFamily}`,
    monoFont: context.font,
    monoWidth: context.measureText("0").width,
  }
  probe.remove()
  return palette
}

function byStatus<T>(make: (status: DeploymentStatus) => T): Record<DeploymentStatus, T> {
  return {
    PENDING: make("PENDING"),
    DEPLOYED: make("DEPLOYED"),
    FAILED: make("FAILED"),
    ROLLED_BACK: make("ROLLED_BACK"),
  }
}

/** Drawn once: copying an image is many times faster than stroking a path for each of thousands of records. */
function glyphSprite(
  status: DeploymentStatus,
  color: string,
  background: string,
  ratio: number,
): HTMLCanvasElement {
  const { canvas, context } = blank(glyphSize + 4, ratio)
  context.translate(2, 2)
  context.scale(glyphSize / 14, glyphSize / 14)
  context.lineCap = "round"
  context.lineJoin = "round"
  // An outline in the background color separates glyphs that touch.
  context.beginPath()
  context.arc(7, 7, 7.6, 0, 2 * Math.PI)
  context.fillStyle = background
  context.fill()
  for (const part of glyphPaths[deploymentStatusStyles[status].shape]) {
    const path = new Path2D(part.d)
    context.strokeStyle = part.cutOut ? background : color
    context.fillStyle = color
    context.lineWidth = part.width ?? 1
    if (part.width) context.stroke(path)
    else context.fill(path)
  }
  return canvas
}

function hatch(color: string, ratio: number): CanvasPattern | string {
  const { canvas, context } = blank(5, ratio)
  context.strokeStyle = color
  context.lineWidth = 1.4
  context.beginPath()
  for (const shift of [-5, 0, 5]) {
    context.moveTo(shift, 5)
    context.lineTo(shift + 5, 0)
  }
  context.stroke()
  const pattern = context.createPattern(canvas, "repeat")
  pattern?.setTransform(new DOMMatrix().scale(1 / ratio))
  return pattern ?? color
}

function blank(size: number, ratio: number) {
  const canvas = document.createElement("canvas")
  canvas.width = Math.ceil(size * ratio)
  canvas.height = Math.ceil(size * ratio)
  const context = canvas.getContext("2d")
  if (!context) throw new Error("This browser cannot draw on a canvas.")
  context.scale(ratio, ratio)
  return { canvas, context }
}

/** Calls `onChange` when the page's colors change: by the system setting, or by the theme set on <html>. */
export function onThemeChange(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] })
  const media = window.matchMedia("(prefers-color-scheme: dark)")
  media.addEventListener("change", onChange)
  return () => {
    observer.disconnect()
    media.removeEventListener("change", onChange)
  }
}

/** Sizes a canvas (in CSS pixels) for the screen and returns its context, in CSS pixels as well. */
export function prepareCanvas(canvas: HTMLCanvasElement, width: number, height: number) {
  const ratio = window.devicePixelRatio || 1
  // Setting a size clears the canvas, so it is set only when it changes.
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio)
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio)
  const context = canvas.getContext("2d", { alpha: false })
  if (!context) throw new Error("This browser cannot draw on a canvas.")
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.textBaseline = "middle"
  context.globalAlpha = 1
  return context
}
