import dynamic from "next/dynamic"
import { Picker } from "@/components/ui/picker"
import { formatDay } from "@/lib/platform/format"
import { dayMs, hourMs } from "@/lib/platform/instant"

// Few lists are filtered by certain days.
const DayField = dynamic(() => import("@/components/ui/day-field"))

/** A window as RFC 3339: at or after `from`, before `to`; null: open. */
export interface Period {
  from: string | null
  to: string | null
}

export const sinceChoices = [
  { value: "ever", label: "the beginning" },
  { value: "1", label: "a day ago" },
  { value: "7", label: "7 days ago" },
  { value: "30", label: "30 days ago" },
  { value: "90", label: "90 days ago" },
] as const

type Since = (typeof sinceChoices)[number]["value"] | "other"

/** The start of a choice, as RFC 3339 rounded to the full hour; null: no limit. */
export function sinceOf(choice: Since, now: Date): string | null {
  const days = Number(choice)
  if (Number.isNaN(days)) return null
  return new Date(Math.floor((now.getTime() - days * dayMs) / hourMs) * hourMs).toISOString()
}

/** The choice that matches an instant in the URL, within the hour it is rounded to; `other` if there is none. */
export function sinceValue(from: string | null, now: Date): Since {
  if (from === null) return "ever"
  const ago = now.getTime() - Date.parse(from)
  const match = sinceChoices.find(({ value }) => {
    const over = ago - Number(value) * dayMs
    return over >= 0 && over < 2 * hourMs
  })
  return match?.value ?? "other"
}

interface PeriodFilterProps {
  period: Period
  onPeriod: (period: Period) => void
}

/** Chooses the start of a list, or its first and last day, in the viewer's time zone. */
export default function PeriodFilter({ period: { from, to }, onPeriod }: PeriodFilterProps) {
  const since = sinceValue(from, new Date())
  const choice = to === null ? since : "days"
  return (
    <>
      <Picker<Since | "days">
        label="Since"
        value={choice}
        onValueChange={(next) =>
          onPeriod(
            next === "days"
              ? { from: from ?? startOfDay(toDay(new Date()), 0), to: startOfDay(toDay(new Date()), 1) }
              : { from: next === "other" ? from : sinceOf(next, new Date()), to: null },
          )
        }
        options={[
          ...sinceChoices,
          ...(choice === "other" && from !== null
            ? [{ value: "other" as const, label: formatDay(from) }]
            : []),
          { value: "days" as const, label: "certain days" },
        ]}
      />
      {to !== null && (
        <span className="flex items-center gap-1.5">
          <DayField
            label="First day"
            day={from === null ? "" : toDay(new Date(from))}
            onDay={(day) => {
              const first = day === "" ? null : startOfDay(day, 0)
              onPeriod({ from: first, to: first !== null && first >= to ? startOfDay(day, 1) : to })
            }}
          />
          <span aria-hidden="true" className="text-muted">
            –
          </span>
          <DayField
            label="Last day"
            day={toDay(new Date(Date.parse(to) - 1))}
            onDay={(day) => {
              if (day === "") return
              const end = startOfDay(day, 1)
              onPeriod({ from: from !== null && from >= end ? startOfDay(day, 0) : from, to: end })
            }}
          />
        </span>
      )}
    </>
  )
}

/** The local day as `2026-11-29`. */
function toDay(date: Date): string {
  const two = (part: number) => String(part).padStart(2, "0")
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** The start of a local day, or of one some days later. */
function startOfDay(day: string, daysLater: number): string {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number)
  return new Date(year, month - 1, date + daysLater).toISOString()
}
