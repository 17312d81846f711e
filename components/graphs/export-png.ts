import { download } from "@/components/ui/download"
import { requestFile } from "@/lib/web/client/request"

const copied = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "color",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "display",
  "visibility",
]

export type TitledDrawing = { title: string; svg: SVGSVGElement }

const head = 36
const edge = 12
const lineHeight = 20

/**
 * Exports drawings below each other as a PNG at twice their size, each with its title, on the page's background; `lines` of
 * text come first. Colors and fonts come from style sheets that a standalone SVG lacks, so the computed styles are inlined
 * into copies first.
 */
export async function exportPng(
  drawings: readonly TitledDrawing[],
  name: string,
  lines: readonly string[] = [],
): Promise<void> {
  const [first] = drawings
  if (first === undefined) return
  const sized = drawings.map((drawing) => ({ ...drawing, size: drawing.svg.getBoundingClientRect() }))
  const width = Math.max(...sized.map(({ size }) => size.width))
  const top = lines.length === 0 ? 0 : lines.length * lineHeight + edge
  const height = sized.reduce((sum, { size }) => sum + head + size.height, top)
  const canvas = document.createElement("canvas")
  const scale = 2
  canvas.width = Math.ceil((width + 2 * edge) * scale)
  canvas.height = Math.ceil((height + edge) * scale)
  const context = canvas.getContext("2d")
  if (!context) throw new Error("This browser cannot create the image.")

  const { fontFamily } = getComputedStyle(document.body)
  context.scale(scale, scale)
  context.fillStyle = groundOf(first.svg) ?? getComputedStyle(document.documentElement).backgroundColor
  context.fillRect(0, 0, width + 2 * edge, height + edge)
  context.fillStyle = getComputedStyle(first.svg).color
  lines.forEach((line, index) => {
    context.font = `${index === 0 ? 500 : 400} 13px ${fontFamily}`
    context.fillText(line, edge, 22 + index * lineHeight)
  })
  context.font = `500 13px ${fontFamily}`
  let y = top
  for (const { title, svg, size } of sized) {
    context.fillText(title, edge, y + 22)
    context.drawImage(await rasterize(svg, size.width, size.height), edge, y + head, size.width, size.height)
    y += head + size.height
  }

  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"))
  if (!blob) throw new Error("Could not create the image.")
  download(`${name}.png`, blob)
}

async function rasterize(svg: SVGSVGElement, width: number, height: number): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true)
  if (!(copy instanceof SVGSVGElement)) throw new Error("Not an SVG drawing.")
  copyStyles(svg, copy)
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg")
  copy.setAttribute("width", String(width))
  copy.setAttribute("height", String(height))
  const family = getComputedStyle(svg).fontFamily.split(",")[0]?.replaceAll(/["']/g, "") ?? ""
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style")
  style.textContent = await embeddedFace(family)
  copy.prepend(style)
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await image.decode()
  return image
}

function copyStyles(from: Element, to: Element): void {
  const computed = getComputedStyle(from)
  if (to instanceof SVGElement) {
    for (const property of copied) to.style.setProperty(property, computed.getPropertyValue(property))
    to.removeAttribute("class")
  }
  for (const [index, child] of [...from.children].entries()) {
    const twin = to.children[index]
    if (twin) copyStyles(child, twin)
  }
}

function groundOf(element: Element | null): string | null {
  for (let at = element; at; at = at.parentElement) {
    const color = getComputedStyle(at).backgroundColor
    if (color && color !== "rgba(0, 0, 0, 0)" && color !== "transparent") return color
  }
  return null
}

/**
 * The page's text font as a style sheet with the font embedded, for exported drawings: an SVG rendered as an image
 * cannot load resources. Returns an empty string if the font is not found; the image then uses a system font.
 */
async function embeddedFace(family: string): Promise<string> {
  const source = faceSource(family)
  if (!source) return ""
  try {
    const address = await dataUrl(await requestFile(source))
    return `@font-face{font-family:"${family}";src:url(${address});font-weight:100 900}`
  } catch {
    return ""
  }
}

function faceSource(family: string): string | null {
  for (const sheet of document.styleSheets) {
    for (const rule of rulesOf(sheet)) {
      if (!(rule instanceof CSSFontFaceRule)) continue
      if (rule.style.getPropertyValue("font-family").replaceAll(/["']/g, "") !== family) continue
      const address = rule.style.getPropertyValue("src").match(/url\(["']?([^"')]+)/)?.[1]
      if (address) return new URL(address, sheet.href ?? document.baseURI).href
    }
  }
  return null
}

function rulesOf(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return [...sheet.cssRules]
  } catch {
    // A cross-origin style sheet (such as a browser extension's) does not expose its rules.
    return []
  }
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
}
