import clsx from "clsx"
import { type GlyphShape, glyphPaths } from "@/components/ui/glyph-paths"

export type { GlyphShape } from "@/components/ui/glyph-paths"

/** For use inside an SVG: the glyph centered at the origin. */
export function GlyphMark({ shape }: { shape: GlyphShape }) {
  return (
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
          stroke={part.cutOut ? "var(--surface)" : part.width ? undefined : "none"}
          fill={part.width ? undefined : "currentColor"}
        />
      ))}
    </g>
  )
}

export interface StatusGlyphProps {
  shape: GlyphShape
  /** The accessible name if no text is next to it; otherwise the glyph is decorative. */
  label?: string
  /** Spins to show progress; only for the ring. */
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
      <GlyphMark shape={shape} />
    </svg>
  )
}
