import clsx from "clsx"
import type { ReactNode } from "react"

export type GlyphShape =
  | "check-disc"
  | "open-ring"
  | "cross"
  | "u-turn"
  | "hollow-square"
  | "lightning"
  | "barred-circle"

/** Each on a 14 × 14 grid, drawn in the current colour; the disc's check is cut out in the colour of the ground. */
const shapes: Record<GlyphShape, ReactNode> = {
  "check-disc": (
    <>
      <circle cx="7" cy="7" r="6" fill="currentColor" />
      <path d="M4.3 7.2 6.2 9.1 9.8 5.2" stroke="var(--surface)" strokeWidth="1.6" />
    </>
  ),
  "open-ring": <circle cx="7" cy="7" r="5.2" strokeWidth="1.7" strokeDasharray="24 8.7" />,
  cross: <path d="M3 3 11 11 M11 3 3 11" strokeWidth="2" />,
  "u-turn": <path d="M2.6 5.2 H8.4 A3 3 0 0 1 8.4 11.4 H5 M5.4 2.2 2.4 5.2 5.4 8.2" strokeWidth="1.7" />,
  "hollow-square": <rect x="2.6" y="2.6" width="8.8" height="8.8" rx="1" strokeWidth="1.7" />,
  lightning: <path d="M8.2 0.8 2.8 8 H6.2 L5.6 13.2 11.2 5.8 H7.6 Z" fill="currentColor" stroke="none" />,
  "barred-circle": <path d="M7 1.6 a5.4 5.4 0 1 0 .01 0 M3.3 10.7 10.7 3.3" strokeWidth="1.7" />,
}

/** For use inside a drawing: the shape with its centre at the origin. */
export function GlyphMark({ shape }: { shape: GlyphShape }) {
  return (
    <g
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      transform="translate(-7 -7)"
    >
      {shapes[shape]}
    </g>
  )
}

export interface StatusGlyphProps {
  shape: GlyphShape
  /** Its own name when no word stands beside it; otherwise it is decoration. */
  label?: string
  /** Only the ring has a use for it: it is still going on. */
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
