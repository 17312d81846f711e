import { Download } from "lucide-react"
import { type inferParserType, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs"
import { maskedValue } from "@/components/fleet/releases/values/value-fields"
import { skipLabels, verbOf } from "@/components/fleet/rollouts/rollout-labels"
import { FromTo, JumpBadge } from "@/components/fleet/rollouts/rollout-style"
import { defaultLabel, plainText, valueLabel } from "@/components/fleet/values/value-text"
import { Button, ButtonLink } from "@/components/ui/button"
import type { Column } from "@/components/ui/columns"
import { DataTable } from "@/components/ui/data-table"
import { downloadCsv } from "@/components/ui/download"
import { EmptyState } from "@/components/ui/empty-state"
import { Filters } from "@/components/ui/filters"
import { columnCsv } from "@/components/ui/save-csv"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { NameText, VersionText } from "@/components/ui/version-text"
import type { PlannedRelease, RolloutPlan } from "@/lib/fleet/rollouts/schema"
import { lookUpValue, parseValuesPath } from "@/lib/fleet/values/values-path"
import { formatCount } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

/** As JSON; null: the default. */
type NewValue = { json: string | null }

const filterParsers = {
  q: parseAsString,
  show: parseAsStringLiteral(["upgrade", "skip"]),
  wave: parseAsString,
}

interface PlanTableProps {
  plan: RolloutPlan
  /** The values set for every release; null: the default of its chart version. */
  values: Readonly<Record<string, unknown>> | null
  excluded: readonly string[]
  onExclude: (releaseId: string, out: boolean) => void
}

export function PlanTable(props: PlanTableProps) {
  const { plan } = props
  const [filter, setFilter] = useQueryStates(filterParsers)
  // Where few of many releases were selected, the skipped ones would hide the changes.
  const rows = plan.releases
    .filter((row) => matches(row, filter))
    .toSorted((a, b) => Number(isSkipped(a)) - Number(isSkipped(b)))
  const columns = planColumns(props)
  return (
    <div className="flex min-h-80 flex-1 flex-col gap-3">
      <Filters
        values={filter}
        onChange={(change) => void setFilter(change)}
        filters={[
          { kind: "search", name: "q", label: "Tenant, release, version…" },
          {
            kind: "segments",
            name: "show",
            label: "Show",
            all: `All ${formatCount(plan.releases.length)}`,
            options: [
              { value: "upgrade", label: `${verbOf(plan)} ${formatCount(plan.upgrades)}` },
              { value: "skip", label: `Skipped ${formatCount(plan.skips)}` },
            ],
          },
          {
            kind: "choice",
            name: "wave",
            label: "Wave",
            options: plan.waves.map(({ name }, index) => ({
              value: String(index),
              label: `${index + 1}. ${name}`,
            })),
          },
        ]}
      >
        <Button
          icon={<Download size={14} />}
          disabled={rows.length === 0}
          onClick={() => downloadCsv("rollout-preview", columnCsv(columns, rows))}
          className="ml-auto max-md:hidden"
        >
          CSV
        </Button>
      </Filters>
      <DataTable
        label="Planned changes"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.releaseId}
        className="flex-1"
      >
        <EmptyState
          title={plan.releases.length === 0 ? "No releases of this chart" : "No matching releases"}
          actions={
            plan.releases.length === 0 ? (
              <ButtonLink href={pages.tenants()}>Go to tenants</ButtonLink>
            ) : (
              <Button onClick={() => void setFilter(null)}>Show all</Button>
            )
          }
        >
          {plan.releases.length === 0
            ? "Choose another chart, or install this one for a tenant first."
            : "Remove a filter or search for another name."}
        </EmptyState>
      </DataTable>
    </div>
  )
}

const jumpColumn: Column<PlannedRelease> = {
  id: "jump",
  label: "Jump",
  width: 100,
  cell: (row) => <JumpBadge jump={row.jump} />,
  value: (row) => row.jump,
}

/** The new value at the only path that is changed; null: there are several. */
function newValueOf({ path }: RolloutPlan, values: PlanTableProps["values"]): NewValue | null {
  const parsed = path === null ? null : parseValuesPath(path)
  if (parsed === null || "problem" in parsed) return null
  if (values === null) return { json: null }
  return { json: JSON.stringify(lookUpValue(values, parsed.path) ?? null) }
}

function valueColumn({ json }: NewValue): Column<PlannedRelease> {
  const toOf = ({ current }: PlannedRelease) => {
    if (json !== null) return current?.masked ? maskedValue : plainText(json)
    return current === null ? "default" : `${defaultLabel(current)} (default)`
  }
  const fromOf = ({ current }: PlannedRelease) =>
    current === null ? null : current.isSet ? valueLabel(current) : `${defaultLabel(current)} (default)`
  return {
    id: "value",
    label: "Value",
    width: 240,
    cell: (row) =>
      row.current && (
        <span className="block truncate" title={`${fromOf(row)} → ${toOf(row)}`}>
          <FromTo from={fromOf(row) ?? ""} to={toOf(row)} />
        </span>
      ),
    value: (row) => row.current && `${fromOf(row)} → ${toOf(row)}`,
  }
}

const isSkipped = ({ skipReason }: PlannedRelease) => skipReason !== null

function matches(row: PlannedRelease, { q, show, wave }: inferParserType<typeof filterParsers>): boolean {
  if (show !== null && (show === "skip") !== isSkipped(row)) return false
  if (wave !== null && row.wave !== Number(wave)) return false
  const text = [row.tenantName, row.tenantSlug, row.releaseName, row.fromVersion].join(" ").toLowerCase()
  return text.includes((q ?? "").trim().toLowerCase())
}

function planColumns({
  plan,
  values,
  excluded,
  onExclude,
}: PlanTableProps): readonly Column<PlannedRelease>[] {
  const newValue = newValueOf(plan, values)
  const waveName = ({ wave }: PlannedRelease) => (wave === null ? null : (plan.waves[wave]?.name ?? null))
  return [
    {
      id: "tenant",
      label: "Tenant",
      width: 160,
      cell: (row) => <NameText value={row.tenantName} className="font-medium" />,
      value: (row) => row.tenantSlug,
    },
    {
      id: "from",
      label: "From → to",
      width: 140,
      cell: (row) => <FromTo from={row.fromVersion} to={row.toVersion} />,
      value: (row) => `${row.fromVersion} → ${row.toVersion}`,
    },
    ...(newValue === null ? [] : [valueColumn(newValue)]),
    ...(plan.targetVersion === null ? [] : [jumpColumn]),
    {
      id: "action",
      label: "Action",
      cell: (row) => <Action row={row} verb={verbOf(plan)} />,
      value: (row) =>
        row.skipReason === null ? verbOf(plan) : (row.skipDetail ?? skipLabels[row.skipReason]),
    },
    {
      id: "wave",
      label: "Wave",
      width: 110,
      cell: (row) => (row.wave === null ? "–" : `${row.wave + 1}. ${waveName(row)}`),
      value: (row) => waveName(row),
    },
    {
      id: "release",
      label: "Release",
      width: 200,
      cell: (row) => <VersionText value={row.releaseName} className="text-xs" />,
      value: (row) => row.releaseName,
    },
    {
      id: "leave",
      label: "Selection",
      plain: true,
      width: 100,
      align: "end",
      cell: (row) => {
        const out = excluded.includes(row.releaseId)
        if (row.skipReason !== null && !out) return null
        return (
          <Button of={row.releaseName} onClick={() => onExclude(row.releaseId, !out)}>
            {out ? "Include" : "Exclude"}
          </Button>
        )
      },
    },
  ]
}

function Action({ row, verb }: { row: PlannedRelease; verb: string }) {
  if (row.skipReason === null) {
    return (
      <span className="inline-flex items-center gap-1.5">
        <span aria-hidden="true" className="text-accent">
          ↑
        </span>
        {verb}
      </span>
    )
  }
  const words = row.skipDetail ?? skipLabels[row.skipReason]
  return (
    <span
      title={words}
      className="inline-flex max-w-full items-center gap-1.5 text-muted max-sm:inline max-sm:*:inline"
    >
      <StatusGlyph shape="minus-circle" size={12} className="text-uninstalled" />{" "}
      <span className="truncate max-sm:whitespace-normal">{words}</span>
    </span>
  )
}
