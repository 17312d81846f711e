import { comparedPlace, formatWindow, type Shown } from "@/components/ledger/insights/comparison"
import { lengthNote } from "@/components/ledger/insights/comparison-notes"

export function PeriodLine({ shown, note = null }: { shown: Shown; note?: string | null }) {
  const { timeZone, comparison } = shown
  const compared = comparedPlace(shown)
  const other =
    comparison === null ? `the previous period, ${formatWindow(compared, timeZone)}` : compared.label
  const notes = [lengthNote(shown), note].filter((text) => text !== null)
  return (
    <p className="text-xs text-muted">
      <span className="font-medium text-text">{formatWindow(shown, timeZone)}</span> ({timeZone}), compared
      with {other}.{notes.map((text) => ` ${text}`)}
    </p>
  )
}
