import { timeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import { Link } from "@/components/ui/link"
import { NameText } from "@/components/ui/version-text"
import type { AuditEntry } from "@/lib/identity/audit/schema"
import { pages } from "@/lib/platform/paths"

/** The pages of subjects that have one. */
export const subjectPages: Record<string, (id: string) => string> = {
  deployment: pages.deployment,
  release: pages.release,
  rollout: pages.rollout,
  tenant: pages.tenant,
  webhook: pages.webhook,
}

export function Subject({ entry: { subjectType, subjectId, subjectName } }: { entry: AuditEntry }) {
  const page = subjectName === null ? undefined : subjectPages[subjectType]?.(subjectId)
  return (
    <span className="inline-flex max-w-full gap-1 align-middle max-sm:flex-wrap">
      <span className="text-muted">{subjectType}</span>{" "}
      {page === undefined ? (
        subjectName !== null && <NameText value={subjectName} className="min-w-0" />
      ) : (
        <Link href={page} className="relative z-1">
          {subjectName}
        </Link>
      )}
    </span>
  )
}

/**
 * The details of an entry in one line: `environment prod, status DEPLOYED`. Ids come last; empty values and the name of
 * the subject are omitted.
 */
export function detailLine({ detail, subjectName }: Pick<AuditEntry, "detail" | "subjectName">): string {
  const isId = (name: string) => name === "id" || name.endsWith("Id")
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== "" && value !== subjectName)
    .toSorted(([one], [other]) => Number(isId(one)) - Number(isId(other)))
    .map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join(", ")
}

export const auditColumns: readonly Column<AuditEntry>[] = [
  {
    id: "action",
    label: "Action",
    width: 200,
    fits: true,
    required: true,
    mono: true,
    value: (entry) => entry.action,
  },
  timeColumn(({ at }) => at, { id: "at", label: "Time", plain: true }),
  { id: "actor", label: "Actor", width: 160, value: (entry) => entry.actor.name },
  { id: "subject", label: "Subject", width: 244, cell: (entry) => <Subject entry={entry} /> },
  {
    id: "address",
    label: "IP address",
    width: 116,
    fits: true,
    value: (entry) => entry.actor.address ?? "–",
  },
  {
    id: "detail",
    label: "Details",
    plain: true,
    minWidth: 220,
    cell: (entry) => (
      <span
        className="text-muted max-sm:line-clamp-2 print:inline-block print:min-w-32 print:wrap-anywhere"
        title={detailLine(entry)}
      >
        {detailLine(entry)}
      </span>
    ),
  },
]
