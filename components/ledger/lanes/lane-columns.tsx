import { ChartColumn } from "lucide-react"
import { useSearchParams } from "next/navigation"
import { BehindMark } from "@/components/ledger/drift/behind-mark"
import { conditionStyles } from "@/components/ledger/lanes/condition-styles"
import type { Column } from "@/components/ui/columns"
import { Chip } from "@/components/ui/copy"
import { PageLink } from "@/components/ui/page-link"
import { StatusLabel } from "@/components/ui/status"
import { timeColumn } from "@/components/ui/time-column"
import { NameText, VersionText } from "@/components/ui/version-text"
import type { LaneCondition } from "@/lib/ledger/lanes/conditions"
import type { LaneRecord, LaneState } from "@/lib/ledger/lanes/schema"
import { pages } from "@/lib/platform/paths"

/** What runs where: application, stage, version, since, by, state, behind. */
export const laneColumns: readonly Column<LaneState>[] = [
  {
    ...{ id: "application", label: "Application", required: true, width: 200 },
    cell: (row) => <NameText value={row.application} />,
    value: (row) => row.application,
  },
  {
    ...{ id: "environment", label: "Environment", plain: true, width: 140 },
    cell: (row) => <NameText value={row.environment} />,
    value: (row) => row.environment,
  },
  {
    id: "version",
    label: "Version",
    plain: true,
    cell: ({ current }) =>
      current ? (
        <Chip value={current.imageTag} what="image tag" />
      ) : (
        <span className="text-muted">not running</span>
      ),
  },
  timeColumn(({ current }) => current?.deployedAt, { id: "since", label: "Since", plain: true }),
  { id: "by", label: "By", width: 140, value: ({ current }) => current?.initiatedBy },
  { id: "state", label: "State", plain: true, width: 140, cell: (row) => <LaneNote row={row} /> },
  {
    id: "behind",
    label: "Behind",
    width: 130,
    cell: ({ behind }) =>
      behind ? (
        <BehindMark behind={behind} against="the stage below" />
      ) : (
        <span className="text-muted">–</span>
      ),
  },
  {
    id: "insights",
    label: "Insights",
    width: 80,
    trail: true,
    cell: (row) => <InsightsLink row={row} />,
  },
]

/** Keeps the instant of the page. */
function InsightsLink({ row: { application, environment } }: { row: LaneState }) {
  const at = useSearchParams().get("at")
  return (
    <PageLink
      href={pages.insights({ application, environment, at })}
      aria-label={`Insights of ${application} in ${environment}`}
      className="relative z-1 inline-flex items-center rounded-sm text-muted hover:text-accent pointer-coarse:-m-3 pointer-coarse:p-3"
    >
      <ChartColumn size={14} />
    </PageLink>
  )
}

/** Being behind has a column of its own. */
const noted = ["failed", "stuck", "rolledBack", "deploying"] as const satisfies readonly LaneCondition[]

const records: Record<(typeof noted)[number], (row: LaneState) => LaneRecord | null> = {
  failed: (row) => row.failed,
  stuck: (row) => row.pending,
  rolledBack: (row) => row.rolledBack,
  deploying: (row) => row.pending,
}

/** The most severe thing about a lane with the deployment concerned, or that it runs. */
function LaneNote({ row }: { row: LaneState }) {
  const condition = noted.find((one) => row.conditions.includes(one))
  if (condition === undefined) {
    return row.current && <StatusLabel style={conditionStyles.running} className="text-muted" />
  }
  const record = records[condition](row)
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <StatusLabel style={conditionStyles[condition]} />
      {record && (
        <PageLink
          href={pages.deployment(record.deploymentId)}
          className="relative z-1 flex min-w-0 rounded-sm text-xs hover:text-accent"
        >
          <VersionText value={record.imageTag} />
        </PageLink>
      )}
    </span>
  )
}
