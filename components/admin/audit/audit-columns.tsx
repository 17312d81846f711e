import { type Column, timeWidth } from "@/components/ui/columns"
import { Link } from "@/components/ui/link"
import { Time } from "@/components/ui/time"
import type { AuditEntry } from "@/lib/identity/audit/schema"
import { pages } from "@/lib/platform/paths"

/** The pages of subjects that have one. */
const subjectPages: Record<string, (id: string) => string> = {
  deployment: pages.deployment,
  release: pages.release,
  rollout: pages.rollout,
  tenant: pages.tenant,
}

export function Subject({ entry: { subjectType, subjectId, subjectName } }: { entry: AuditEntry }) {
  const page = subjectName === null ? undefined : subjectPages[subjectType]?.(subjectId)
  return (
    <>
      <span className="text-muted">{subjectType}</span>{" "}
      {page === undefined ? (
        subjectName
      ) : (
        <Link href={page} className="relative z-1">
          {subjectName}
        </Link>
      )}
    </>
  )
}

/** The details of an entry in one line: `environment prod, status DEPLOYED`. */
function detailLine(detail: Record<string, unknown>): string {
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
  { id: "at", label: "Time", plain: true, width: timeWidth, cell: (entry) => <Time at={entry.at} /> },
  { id: "actor", label: "Actor", width: 200, cell: (entry) => entry.actor.name },
  { id: "subject", label: "Subject", width: 260, cell: (entry) => <Subject entry={entry} /> },
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
      <span className="text-muted max-sm:line-clamp-2" title={detailLine(entry.detail)}>
        {detailLine(entry.detail)}
      </span>
    ),
  },
]
