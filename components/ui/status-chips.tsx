import clsx from "clsx"
import type { ComponentProps } from "react"
import { toneText } from "@/components/ui/badge"
import type { StatusStyle } from "@/components/ui/status"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { formatCount } from "@/lib/platform/format"

/** A filter that is toggled by one button. */
export function FilterChip({ pressed, className, ...rest }: ComponentProps<"button"> & { pressed: boolean }) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      {...rest}
      className={clsx(
        "flex items-center gap-2 rounded-md border px-3 text-sm whitespace-nowrap hover:border-line-strong",
        pressed ? "border-accent bg-accent/8" : "border-line bg-surface",
        className,
      )}
    />
  )
}

/** On a phone one row, which scrolls sideways. */
export const chipRow = "no-scrollbar relative flex flex-wrap gap-2 max-md:flex-nowrap max-md:overflow-x-auto"

interface StatusChipsProps<Status extends string> {
  label: string
  /** In display order. */
  statuses: readonly Status[]
  styles: Record<Status, StatusStyle>
  counts: Partial<Record<Status, number>>
  chosen: Status | null
  onChoose: (status: Status | null) => void
}

export function StatusChips<Status extends string>(props: StatusChipsProps<Status>) {
  const { label, statuses, styles, counts, chosen, onChoose } = props
  const present = statuses.filter((status) => status === chosen || (counts[status] ?? 0) > 0)
  return (
    <ul aria-label={label} className={clsx(chipRow, "max-w-full shrink-0 print:hidden")}>
      {present.map((status) => {
        const { shape, tone, word } = styles[status]
        return (
          <li key={status}>
            <FilterChip
              pressed={status === chosen}
              onClick={() => onChoose(status === chosen ? null : status)}
              className="h-9 pointer-coarse:h-10"
            >
              <StatusGlyph shape={shape} size={12} className={toneText[tone]} />
              {word}
              <span className="font-medium">{formatCount(counts[status] ?? 0)}</span>
            </FilterChip>
          </li>
        )
      })}
    </ul>
  )
}
