import clsx from "clsx"
import type { ActivityEvent } from "@/components/console/activity/activity-events"
import { activityStyle, placeOf, reasonFor, versionsOf } from "@/components/console/activity/activity-labels"
import type { Column } from "@/components/ui/columns"
import { StatusLabel } from "@/components/ui/status"
import { timeColumn } from "@/components/ui/time-column"
import { VersionText } from "@/components/ui/version-text"

/** Action, target, version, actor, reason and time. */
export const activityColumns: readonly Column<ActivityEvent>[] = [
  {
    id: "what",
    label: "Action",
    width: 170,
    required: true,
    cell: (row) => (
      <span className="flex items-center gap-1.5">
        <StatusLabel style={activityStyle(row)} />
        {row.entries.length > 1 && (
          <span className="text-muted tabular-nums">
            <span aria-hidden="true">×</span> {row.entries.length}
            <span className="sr-only"> times</span>
          </span>
        )}
      </span>
    ),
    value: (row) => activityStyle(row).word,
  },
  {
    id: "where",
    label: "Target",
    plain: true,
    width: 290,
    cell: (row) => {
      const [whole, part] = placeOf(row)
      return (
        <span className="block truncate max-sm:whitespace-normal" title={`${whole} ${part}`}>
          {whole} <span className="text-muted">{part}</span>
        </span>
      )
    },
    value: (row) => placeOf(row).join(" "),
  },
  {
    id: "version",
    label: "Version",
    width: 220,
    cell: (row) => <Versions {...versionsOf(row)} />,
    value: (row) => Object.values(versionsOf(row)).filter(Boolean).join(" → "),
  },
  { id: "by", label: "Actor", width: 130, value: (row) => row.by },
  { id: "why", label: "Reason", cell: (row) => <Why row={row} />, value: reasonFor },
  timeColumn(({ at }) => at, { id: "at", label: "Time", plain: true }),
]

function Versions({ from, to }: { from: string | null; to: string }) {
  return (
    <span className="inline-flex max-w-full gap-1 align-middle text-xs">
      {from !== null && (
        <>
          <VersionText value={from} className="text-muted" />
          <span className="text-muted">
            <span aria-hidden="true">→</span>
            <span className="sr-only">to</span>
          </span>
        </>
      )}
      <VersionText value={to} />
    </span>
  )
}

function Why({ row }: { row: ActivityEvent }) {
  const words = reasonFor(row)
  if (words === "") return null
  return (
    <span
      title={words}
      className={clsx(
        "block truncate max-sm:inline max-sm:whitespace-normal",
        row.error !== null && "text-failed",
      )}
    >
      {words}
    </span>
  )
}
