import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { readSourceFiles } from "@/tools/testing/source-files"

type Rgb = readonly [number, number, number]
type Theme = "light" | "dark"

const css = readFileSync(join(import.meta.dirname, "globals.css"), "utf8")
const token = /--color-([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\)/g
const tokens = new Map(
  [...css.matchAll(token)].map(([, name = "", light = "", dark = ""]) => [name, { light, dark }]),
)

it("sources and styles name no color without its prefix, which would not be drawn", () => {
  const sources = readSourceFiles().filter(({ path, isTest }) => /^(app|components)\//.test(path) && !isTest)
  const names = [...sources, { path: "app/globals.css", text: css }].flatMap(({ path, text }) =>
    [...text.matchAll(/var\(--([^)]*)/g)].map(([, name = ""]) => ({ path, name })),
  )
  expect(names.length).toBeGreaterThan(10)
  expect(names.filter(({ name }) => !/^(color|ease|font|row|text)-/.test(name))).toEqual([])
})

const statuses = ["deployed", "pending", "failed", "rolled-back", "uninstalled", "out-of-band", "quarantined"]
const grounds = ["canvas", "surface", "raised"]

describe.each<Theme>(["light", "dark"])("in the %s theme", (theme) => {
  it.each(["text", "muted", "accent", ...statuses])(
    "%s is readable on every background (4.5 : 1)",
    (name) => {
      for (const ground of grounds)
        expect(contrast(color(name, theme), color(ground, theme))).toBeGreaterThanOrEqual(4.5)
    },
  )

  it.each(["accent", ...statuses])(
    "%s is readable in its own badge on a page and a card (4.5 : 1)",
    (name) => {
      for (const ground of ["canvas", "surface"]) {
        const box = mix(color(name, theme), color(ground, theme), 0.08)
        expect(contrast(color(name, theme), box)).toBeGreaterThanOrEqual(4.5)
      }
    },
  )

  it("text on the primary button is readable (4.5 : 1)", () => {
    expect(contrast(color("accent-ink", theme), color("accent", theme))).toBeGreaterThanOrEqual(4.5)
  })

  it("the border of a field is visible (3 : 1)", () => {
    for (const ground of ["canvas", "surface"]) {
      expect(contrast(color("line-strong", theme), color(ground, theme))).toBeGreaterThanOrEqual(3)
    }
  })

  it("the focus ring is visible on every background (3 : 1)", () => {
    for (const ground of grounds)
      expect(contrast(color("accent", theme), color(ground, theme))).toBeGreaterThanOrEqual(3)
  })
})

it("every color of the style sheet is tested", () => {
  expect(tokens.size).toBe([...css.matchAll(/light-dark\(/g)].length - 1)
  expect(contrast([1, 1, 1], [0, 0, 0])).toBeCloseTo(21)
})

function color(name: string, theme: Theme): Rgb {
  const [lightness = 0, chroma = 0, hue = 0] = (tokens.get(name)?.[theme] ?? "").split(" ").map(Number)
  return oklchToLinear(lightness, chroma, hue)
}

/** OKLCH to linear sRGB, clipped to the gamut (Björn Ottosson, "A perceptual color space for image processing"). */
function oklchToLinear(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

/** WCAG 2.2 contrast ratio of two linear colors. */
function contrast(one: Rgb, other: Rgb): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The result of `bg-name/8` over a background: browsers blend colors in gamma-encoded sRGB. */
function mix(over: Rgb, ground: Rgb, share: number): Rgb {
  const one = (index: 0 | 1 | 2) => decode(encode(over[index]) * share + encode(ground[index]) * (1 - share))
  return [one(0), one(1), one(2)]
}

function encode(linear: number): number {
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055
}

function decode(encoded: number): number {
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value))
}
