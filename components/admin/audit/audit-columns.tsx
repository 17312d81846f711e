import type { Column } from "@/components/ui/columns"
import { Time } from "@/components/ui/time"
import type { AuditEntry } from "@/lib/identity/audit/schema"

/** The details of an entry in one line: `environment prod, status DEPLOYED`. */
export function detailLine(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join(", ")
}

export const auditColumns: readonly Column<AuditEntry>[] = [
  {
    id: "action",
    label: "Action",
    width: 210,
    required: true,
    cell: (entry) => <code className="font-mono text-xs">{entry.action}</code>,
  },
  { id: "at", label: "Time", plain: true, width: 120, cell: (entry) => <Time at={entry.at} /> },
  { id: "actor", label: "Actor", width: 200, cell: (entry) => entry.actor.name },
  {
    id: "address",
    label: "IP address",
    width: 130,
    cell: (entry) => <span className="text-muted tabular-nums">{entry.actor.address ?? "–"}</span>,
  },
  {
    id: "detail",
    label: "Details",
    cell: (entry) => (
      <span className="text-muted" title={detailLine(entry.detail)}>
        {detailLine(entry.detail)}
      </span>
    ),
  },
]
