import clsx from "clsx"
import type { ComponentProps } from "react"
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

export function statusOptions(styles: Record<string, StatusStyle>) {
  return Object.entries(styles).map(([value, { word }]) => ({ value, label: word }))
}

interface StatusIconProps extends Pick<ComponentProps<typeof StatusGlyph>, "label" | "size" | "className"> {
  style: Pick<StatusStyle, "shape" | "tone" | "busy">
}

export function StatusIcon({ style: { shape, tone, busy }, className, ...glyph }: StatusIconProps) {
  return <StatusGlyph {...glyph} shape={shape} turning={busy} className={clsx(toneText[tone], className)} />
}

/** The icon with an accessible name, where there is no room for the word. */
export function StatusMark({ style, size }: { style: StatusStyle; size?: number }) {
  return <StatusIcon style={style} size={size} label={style.word} />
}

export function StatusLabel({ style, className }: { style: StatusStyle; className?: string }) {
  return (
    <span className={clsx("inline-flex items-center gap-1.5 align-middle whitespace-nowrap", className)}>
      <StatusIcon style={style} />
      {style.word}
    </span>
  )
}

export function StatusBadge({ style }: { style: StatusStyle }) {
  return (
    <Badge tone={style.tone} icon={<StatusGlyph shape={style.shape} size={10} turning={style.busy} />}>
      {style.word}
    </Badge>
  )
}
