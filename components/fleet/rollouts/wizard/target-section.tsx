import { useQuery } from "@tanstack/react-query"
import dynamic from "next/dynamic"
import {
  chartVersionsQuery,
  readChartReference,
  versionCountsQuery,
} from "@/components/fleet/charts/chart-queries"
import { ChartField } from "@/components/fleet/releases/form/chart-choice"
import { FormSection } from "@/components/fleet/releases/form/form-section"
import {
  quarantineProblem,
  versionOption,
  withVersion,
} from "@/components/fleet/releases/form/version-option"
import { keptVersion } from "@/components/fleet/rollouts/rollout-labels"
import { JumpBadge } from "@/components/fleet/rollouts/rollout-style"
import type { SectionProps } from "@/components/fleet/rollouts/wizard/draft"
import { Button } from "@/components/ui/button"
import { Combobox } from "@/components/ui/combobox"
import { Field } from "@/components/ui/field"
import { Link } from "@/components/ui/link"
import { Skeleton } from "@/components/ui/skeleton"
import { versionJump } from "@/components/ui/version-change"
import { formatCount, formatQuantity, pluralOf } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

// Lazy, because it includes the YAML parser.
const SetValue = dynamic(() => import("@/components/fleet/rollouts/wizard/set-value"))

export function TargetSection({ draft, onDraft, problems }: SectionProps) {
  const chart = readChartReference(draft.chart)
  const versions = useQuery(chartVersionsQuery(chart))
  const counts = useQuery(versionCountsQuery(chart?.name ?? null))
  const options = (versions.data ?? []).map((one) => {
    const installed = counts.data?.[one.version]
    return versionOption(one, installed ? `${formatQuantity(installed, "release")} installed` : undefined)
  })
  const chosen = versions.data?.find(({ version }) => version === draft.version)
  const isKept = draft.version === keptVersion
  const keep = { value: keptVersion, label: "Keep each release's version, change values only" }
  return (
    <FormSection number={1} title="Chart and target">
      <ChartField
        chart={draft.chart}
        onChart={(next) =>
          onDraft({ chart: next, version: "", set: "", reset: false, releases: [], leaveOut: [] })
        }
        error={problems.chart}
      />
      <Field
        label="Target version"
        error={
          problems.version ??
          quarantineProblem(chosen) ??
          (versions.isError ? versions.error.message : undefined)
        }
      >
        {(control) => (
          <Combobox
            {...control}
            label="Target version"
            disabled={chart === null || versions.isPending}
            value={draft.version}
            onValueChange={(version) => onDraft({ version })}
            placeholder={chart !== null && versions.isPending ? "Loading versions…" : "Choose a version…"}
            options={[keep, ...withVersion(options, isKept ? "" : draft.version)]}
            read={versions}
            className="w-72!"
          />
        )}
      </Field>
      {chart !== null && counts.isPending && <Skeleton className="h-17 w-full max-w-xl" />}
      {chart !== null && counts.data && <RunsNow counts={counts.data} target={isKept ? "" : draft.version} />}
      {draft.set !== "" && <SetValue {...{ draft, onDraft, problems }} />}
      {draft.releases.length > 0 && (
        <p className="flex flex-wrap items-center gap-2 text-sm">
          Only the {formatQuantity(draft.releases.length, "release")} you selected.
          <Button size="sm" onClick={() => onDraft({ releases: [] })}>
            Use all releases of the chart
          </Button>
        </p>
      )}
    </FormSection>
  )
}

/** Further versions are summarized in one line. */
const maxShown = 6

function RunsNow({ counts, target }: { counts: Readonly<Record<string, number>>; target: string }) {
  const versions = Object.entries(counts)
  const largest = Math.max(1, ...versions.map(([, count]) => count))
  if (versions.length === 0) {
    return (
      <p className="text-sm text-muted">
        No release of this chart is installed, so there is nothing to upgrade.{" "}
        <Link href={pages.tenants()}>Install it for a tenant</Link> first.
      </p>
    )
  }
  return (
    <div className="flex max-w-xl flex-col gap-1">
      <p id="runs-now" className="text-xs font-medium">
        Installed versions
      </p>
      <ul aria-labelledby="runs-now" className="flex flex-col gap-0.5">
        {versions.slice(0, maxShown).map(([version, count]) => {
          const jump = target === "" ? null : versionJump(version, target)
          return (
            <li
              key={version}
              className="grid min-h-6 grid-cols-[minmax(4rem,7rem)_minmax(3rem,1fr)_minmax(0,8rem)] items-center gap-3 text-sm"
            >
              <span className="truncate font-mono text-xs">{version}</span>
              <span className="flex items-center gap-2">
                <span
                  aria-hidden="true"
                  className="h-2 rounded-sm bg-line-strong"
                  style={{ width: `${(count / largest) * 60}%` }}
                />
                <span className="text-xs text-muted">
                  {formatCount(count)}
                  <span className="sr-only"> {pluralOf(count, "release")}</span>
                </span>
              </span>
              {version === target ? (
                <span className="text-xs text-muted">target version</span>
              ) : jump?.direction === "up" ? (
                <span>
                  <JumpBadge jump={jump.size} />
                </span>
              ) : jump?.direction === "down" ? (
                <span className="text-xs text-rolled-back">newer than the target</span>
              ) : null}
            </li>
          )
        })}
      </ul>
      {versions.length > maxShown && (
        <p className="text-xs text-muted">
          and {formatQuantity(versions.length - maxShown, "older version")}
        </p>
      )}
    </div>
  )
}
