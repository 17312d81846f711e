import { formatDuration } from "@/lib/platform/format"

interface DurationProps {
  /** Null: unknown. */
  seconds: number | null
  className?: string
}

export function Duration({ seconds, className }: DurationProps) {
  if (seconds === null) {
    return (
      <span className={className}>
        <span aria-hidden="true">–</span>
        <span className="sr-only">duration unknown</span>
      </span>
    )
  }
  return (
    <time dateTime={`PT${seconds}S`} className={className ?? "whitespace-nowrap"}>
      {formatDuration(seconds)}
    </time>
  )
}

/** Whole seconds from one instant to another; 0 when the clocks of browser and server disagree. */
export function secondsBetween(from: string, to: string | number): number {
  return Math.max(0, Math.round((new Date(to).getTime() - new Date(from).getTime()) / 1000))
}
