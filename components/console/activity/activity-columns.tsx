import { activityStyle, placeOf, versionOf } from "@/components/console/activity/activity-labels"
import { reasonOf } from "@/components/fleet/releases/revision-style"
import type { Column } from "@/components/ui/columns"
import { StatusLabel } from "@/components/ui/status"
import { Time } from "@/components/ui/time"
import type { Activity } from "@/lib/console/activity/schema"

/** Action, target, version, actor, reason and time. */
export const activityColumns: readonly Column<Activity>[] = [
  {
    id: "what",
    label: "Action",
    width: 170,
    required: true,
    cell: (row) => <StatusLabel style={activityStyle(row)} />,
  },
  {
    id: "where",
    label: "Target",
    plain: true,
    width: 250,
    cell: (row) => {
      const [whole, part] = placeOf(row)
      return (
        <span className="block truncate">
          {whole} <span className="text-muted">{part}</span>
        </span>
      )
    },
  },
  {
    id: "version",
    label: "Version",
    width: 190,
    cell: (row) => <span className="block truncate font-mono text-xs">{versionOf(row)}</span>,
  },
  { id: "by", label: "Actor", width: 130, cell: (row) => row.by },
  { id: "why", label: "Reason", cell: (row) => <Why row={row} /> },
  { id: "at", label: "Time", plain: true, width: 110, cell: (row) => <Time at={row.at} /> },
]

/** The reason that the actor gave, or else the error. */
function reasonFor({ why, error, release }: Activity): string {
  const said = release === null ? why : reasonOf({ reason: null, description: why, status: release.status })
  return [said, error].filter((part) => part !== null).join(" ")
}

function Why({ row }: { row: Activity }) {
  const words = reasonFor(row)
  return (
    <span title={words} className={row.error === null ? "block truncate" : "block truncate text-failed"}>
      {words}
    </span>
  )
}
