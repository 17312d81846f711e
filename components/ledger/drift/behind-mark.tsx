import clsx from "clsx"
import { ArrowDown } from "lucide-react"
import { isFarBehind } from "@/lib/ledger/drift/far-behind"
import type { Behind } from "@/lib/ledger/drift/schema"
import { formatQuantity } from "@/lib/platform/format"

export function behindLabel(behind: Behind, against = "the stage below"): string {
  const days = behind.days < 1 ? "less than a day" : formatQuantity(behind.days, "day")
  if (behind.build) return `another build than ${against}, for ${days}`
  const size = behind.semver === null ? "" : ` (${behind.semver})`
  return `${formatQuantity(behind.versions, "version")} and ${days} behind ${against}${size}`
}

export function BehindMark({ behind }: { behind: Behind }) {
  const words = behindLabel(behind)
  return (
    <span
      title={words}
      className={clsx(
        "inline-flex items-center gap-0.5 align-middle text-2xs font-medium whitespace-nowrap tabular-nums",
        isFarBehind(behind) ? "text-failed" : "text-pending",
      )}
    >
      <ArrowDown size={11} aria-hidden="true" />
      <span aria-hidden="true">
        {behind.build ? "build" : `${behind.versions} v`} · {behind.days < 1 ? "<1" : behind.days} d
        {behind.semver === null ? "" : ` · ${behind.semver}`}
      </span>
      <span className="sr-only">{words}</span>
    </span>
  )
}
