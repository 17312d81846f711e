import { cellOf } from "@/components/ledger/drift/matrix-rows"
import { downloadCsv } from "@/components/ui/download"
import type { DriftRow } from "@/lib/ledger/drift/schema"
import { csvDocument } from "@/lib/platform/csv"

export function saveDriftCsv(environments: readonly string[], rows: readonly DriftRow[]): void {
  downloadCsv("drift", driftCsv(environments, rows))
}

/** The displayed cells as CSV: the version in each environment, and how many versions it is behind. */
export function driftCsv(environments: readonly string[], rows: readonly DriftRow[]): string {
  return csvDocument(
    ["Application", ...environments.flatMap((name) => [name, `${name}, versions behind`])],
    rows.map((row) => [
      row.application,
      ...environments.flatMap((name) => {
        const cell = cellOf(row, name)
        return [cell?.imageTag, cell && (cell.behind?.versions ?? 0)]
      }),
    ]),
  )
}
