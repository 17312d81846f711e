import { comparedPlace, formatWindow, type Shown } from "@/components/ledger/insights/comparison"
import { lengthNote } from "@/components/ledger/insights/comparison-notes"

export function PeriodLine({ shown, further = null }: { shown: Shown; further?: string | null }) {
  const { timeZone, comparison } = shown
  const compared = comparedPlace(shown)
  const other =
    comparison === null ? `the previous period, ${formatWindow(compared, timeZone)}` : compared.label
  const notes = [lengthNote(shown), further].filter((note) => note !== null)
  return (
    <p className="text-xs text-muted">
      <span className="font-medium text-text">{formatWindow(shown, timeZone)}</span> ({timeZone}), compared
      with {other}.{notes.map((note) => ` ${note}`)}
    </p>
  )
}
