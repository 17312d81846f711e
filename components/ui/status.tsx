import clsx from "clsx"
import { Badge, type Tone, toneText } from "@/components/ui/badge"
import { type GlyphShape, StatusGlyph } from "@/components/ui/status-glyph"

/** How a status is displayed. Each kind of thing with a status has one `Record<Status, StatusStyle>`. */
export interface StatusStyle {
  word: string
  shape: GlyphShape
  tone: Tone
  /** Something is in progress: the ring spins. */
  busy?: boolean
}

/** The glyph alone, with an accessible name; used where there is no room for the label. */
export function StatusMark({ look, size }: { look: StatusStyle; size?: number }) {
  return (
    <StatusGlyph
      shape={look.shape}
      label={look.word}
      turning={look.busy}
      size={size}
      className={clsx("shrink-0", toneText[look.tone])}
    />
  )
}

/** Glyph and label in the status color, for rows. */
export function StatusLabel({ look, className }: { look: StatusStyle; className?: string }) {
  return (
    <span className={clsx("inline-flex items-center gap-1.5 align-middle whitespace-nowrap", className)}>
      <StatusGlyph shape={look.shape} turning={look.busy} className={toneText[look.tone]} />
      {look.word}
    </span>
  )
}

/** Glyph and label in a box, for headings and cards. */
export function StatusBadge({ look }: { look: StatusStyle }) {
  return (
    <Badge tone={look.tone} icon={<StatusGlyph shape={look.shape} size={10} turning={look.busy} />}>
      {look.word}
    </Badge>
  )
}
