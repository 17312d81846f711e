import { useQuery } from "@tanstack/react-query"
import { useEffect, useEffectEvent } from "react"
import {
  chartReferenceOf,
  chartsPageQuery,
  chartVersionsQuery,
  readChartReference,
} from "@/components/fleet/charts/chart-queries"
import {
  quarantineProblem,
  versionOption,
  withVersion,
} from "@/components/fleet/releases/form/version-option"
import { Combobox } from "@/components/ui/combobox"
import { ErrorState } from "@/components/ui/error-state"
import { Field } from "@/components/ui/field"
import { VersionChange } from "@/components/ui/version-change"

interface ChartFieldProps {
  chart: string
  onChart: (chart: string) => void
  error: string | undefined
}

export function ChartField({ chart, onChart, error }: ChartFieldProps) {
  const charts = useQuery(chartsPageQuery)
  if (charts.isError) {
    return <ErrorState title="Could not load charts" read={charts} />
  }
  const chosen = charts.data?.items.find((item) => chartReferenceOf(item) === chart)
  // The hint line is always rendered, so that the form does not shift when the charts have loaded.
  const missing = charts.data?.incomplete?.join(", ")
  const coverage =
    missing === undefined
      ? "From the configured repositories."
      : `Charts of ${missing} are missing because the repository is not readable.`
  const hint = charts.isPending ? "Loading charts…" : (chosen?.description ?? coverage)
  return (
    <Field label="Chart" name="chartName" error={error} hint={hint}>
      {(control) => (
        <Combobox
          {...control}
          label="Chart"
          value={chart}
          placeholder="Choose a chart…"
          className="w-72!"
          onValueChange={onChart}
          options={(charts.data?.items ?? []).map((item) => ({
            value: chartReferenceOf(item),
            label: item.name,
            keywords: [item.repository, item.description ?? ""],
            hint: `${item.repository} · ${item.latestVersion}`,
          }))}
        />
      )}
    </Field>
  )
}

interface VersionFieldProps {
  chart: string
  version: string
  onVersion: (version: string) => void
  /** The installed version, to show the jump; null when there is none. */
  installed: { version: string; description: string } | null
  error: string | undefined
}

/** Selects a version; preselected only when there is exactly one. */
export function VersionField({ chart, version, onVersion, installed, error }: VersionFieldProps) {
  const versions = useQuery(chartVersionsQuery(readChartReference(chart)))
  const chosen = versions.data?.find((one) => one.version === version)
  const options = (versions.data ?? []).map((one) =>
    // Where a quarantined version runs, it may be kept.
    one.version === installed?.version
      ? { ...versionOption(one, "installed"), disabled: false }
      : versionOption(one),
  )
  const onlyVersion = versions.data?.length === 1 ? versions.data[0]?.version : undefined
  const chooseOnly = useEffectEvent(() => {
    if (onlyVersion !== undefined && version === "") onVersion(onlyVersion)
  })
  useEffect(() => {
    if (onlyVersion !== undefined) chooseOnly()
  }, [onlyVersion])
  return (
    <Field
      label="Version"
      name="chartVersion"
      error={error ?? (version === installed?.version ? undefined : quarantineProblem(chosen))}
      hint={installed && chart !== "" ? installed.description : undefined}
    >
      {(control) => (
        <div className="flex flex-wrap items-center gap-3">
          <Combobox
            {...control}
            label="Version"
            value={version}
            placeholder={chart === "" ? "Choose a chart first" : "Choose a version…"}
            className="w-72!"
            onValueChange={onVersion}
            options={withVersion(options, version)}
            read={chart === "" ? undefined : versions}
          />
          {installed && version !== "" && version !== installed.version && (
            <span className="font-mono text-xs">
              {installed.version} → {version} <VersionChange from={installed.version} to={version} />
            </span>
          )}
          {/* Shown while the versions load, so that nothing moves when they have. */}
          {version !== "" && (versions.isPending || chosen?.appVersion) && (
            <span className="text-xs text-muted">
              App version <span className="font-mono">{chosen?.appVersion ?? "…"}</span>
            </span>
          )}
        </div>
      )}
    </Field>
  )
}
