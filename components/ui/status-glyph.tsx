import clsx from "clsx"

interface StatusGlyphProps {
  shape: GlyphShape
  /** The accessible name if no text is next to it; otherwise the glyph is decorative. */
  label?: string
  turning?: boolean
  size?: number
  className?: string
}

export function StatusGlyph({ shape, label, turning, size = 14, className }: StatusGlyphProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="-7 -7 14 14"
      className={clsx("shrink-0", turning && "animate-turn", className)}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <g
        fill="none"
        stroke="currentColor"
        strokeLinecap="round"
        strokeLinejoin="round"
        transform="translate(-7 -7)"
      >
        {glyphPaths[shape].map((part) => (
          <path
            key={part.d}
            d={part.d}
            strokeWidth={part.width}
            stroke={part.cutOut ? "var(--color-surface)" : part.width ? undefined : "none"}
            fill={part.width ? undefined : "currentColor"}
          />
        ))}
      </g>
    </svg>
  )
}

interface GlyphPart {
  d: string
  /** Stroke width; a part without it is filled. */
  width?: number
  /** Drawn in the background color, as a cutout. */
  cutOut?: boolean
}

/** Each on a 14 × 14 grid: one geometry for SVG and canvas. */
const glyphs = {
  "check-disc": [
    { d: "M7 1 a6 6 0 1 0 .01 0 Z" },
    { d: "M4.3 7.2 6.2 9.1 9.8 5.2", width: 1.6, cutOut: true },
  ],
  "open-ring": [{ d: "M12.2 7 A5.2 5.2 0 1 1 9.2 2.3", width: 1.7 }],
  cross: [{ d: "M3 3 11 11 M11 3 3 11", width: 2 }],
  "u-turn": [{ d: "M2.6 5.2 H8.4 A3 3 0 0 1 8.4 11.4 H5 M5.4 2.2 2.4 5.2 5.4 8.2", width: 1.7 }],
  "hollow-square": [
    {
      d: "M3.6 2.6 H10.4 A1 1 0 0 1 11.4 3.6 V10.4 A1 1 0 0 1 10.4 11.4 H3.6 A1 1 0 0 1 2.6 10.4 V3.6 A1 1 0 0 1 3.6 2.6 Z",
      width: 1.7,
    },
  ],
  lightning: [{ d: "M8.2 0.8 2.8 8 H6.2 L5.6 13.2 11.2 5.8 H7.6 Z" }],
  "barred-circle": [{ d: "M7 1.6 a5.4 5.4 0 1 0 .01 0 M3.3 10.7 10.7 3.3", width: 1.7 }],
  "minus-circle": [{ d: "M7 1.6 a5.4 5.4 0 1 0 .01 0 M4.5 7 H9.5", width: 1.7 }],
  "filled-square": [
    { d: "M4 3 H10 A1 1 0 0 1 11 4 V10 A1 1 0 0 1 10 11 H4 A1 1 0 0 1 3 10 V4 A1 1 0 0 1 4 3 Z" },
  ],
  "two-bars": [{ d: "M4.6 2.6 V11.4 M9.4 2.6 V11.4", width: 2.4 }],
  "hollow-circle": [{ d: "M7 2 a5 5 0 1 0 .01 0", width: 1.4 }],
  triangle: [{ d: "M7 1.8 12.8 12 H1.2 Z M7 5.4 V8.4 M7 10 V10.2", width: 1.4 }],
  hourglass: [
    {
      d: "M3.4 1.8 H10.6 M3.4 12.2 H10.6 M4.2 1.8 V3.4 L9.8 10.6 V12.2 M9.8 1.8 V3.4 L4.2 10.6 V12.2",
      width: 1.5,
    },
  ],
} satisfies Record<string, readonly GlyphPart[]>

export type GlyphShape = keyof typeof glyphs
export const glyphPaths: Record<GlyphShape, readonly GlyphPart[]> = glyphs
