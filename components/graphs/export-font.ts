import { requestFile } from "@/lib/web/client/request"

/**
 * The page's text font as a style sheet with the font embedded, for exported drawings: an SVG rendered as an image
 * cannot load resources. Returns an empty string if the font is not found; the image then uses a system font.
 */
export async function embeddedFace(family: string): Promise<string> {
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
