import { useQuery, useQueryClient } from "@tanstack/react-query"
import { GitMerge } from "lucide-react"
import { parseAsBoolean, parseAsString, useQueryState } from "nuqs"
import { useState } from "react"
import { chartReferenceOf, chartsQuery } from "@/components/fleet/charts/chart-queries"
import { VersionField } from "@/components/fleet/releases/form/chart-choice"
import { type ReleaseDraft, upgradeBody } from "@/components/fleet/releases/form/form-model"
import { FormSection } from "@/components/fleet/releases/form/form-section"
import { ReleaseForm } from "@/components/fleet/releases/form/release-form"
import { releaseQuery } from "@/components/fleet/releases/release-queries"
import { rebaseValues } from "@/components/fleet/releases/values/rebase-values"
import { Notice } from "@/components/ui/notice"
import type { Release } from "@/lib/fleet/releases/schema"
import { ApiError } from "@/lib/web/client/api-error"

function draftOf(release: Release, forceConflicts: boolean): Omit<ReleaseDraft, "chartVersion" | "chart"> {
  return {
    releaseName: release.releaseName,
    appVersion: "",
    values: { text: null, values: release.valuesOverride },
    timeout: String(release.timeout),
    atomic: release.atomic,
    waitForJobs: release.waitForJobs,
    forceConflicts,
    description: "",
  }
}

export default function UpgradeForm({ release }: { release: Release }) {
  const client = useQueryClient()
  const [version, setVersion] = useQueryState("version", parseAsString.withDefault(""))
  const [force] = useQueryState("force", parseAsBoolean.withDefault(false))
  const [typed, setTyped] = useState(() => draftOf(release, force))
  const [base, setBase] = useState(release)
  /** The values that both changed; null: no newer revision was merged. */
  const [kept, setKept] = useState<readonly string[] | null>(null)
  const edited = typed.values.values
  // Sent as a whole, so values filled from an older revision would undo the newer one. Invalid YAML waits.
  if (release.revision !== base.revision && edited !== null) {
    const rebased = rebaseValues(base.valuesOverride, edited, release.valuesOverride)
    setBase(release)
    setKept(rebased.kept)
    setTyped({ ...typed, values: { text: null, values: rebased.values } })
  }
  const { chart, missing } = useKnownChart(release)
  const draft: ReleaseDraft = { ...typed, chart, chartVersion: version }

  function change({ chartVersion, ...rest }: Partial<ReleaseDraft>) {
    if (chartVersion !== undefined) void setVersion(chartVersion || null)
    setTyped((before) => ({ ...before, ...rest }))
  }

  function requireSeen(current: Release) {
    if (current.revision === base.revision) return
    client.setQueryData(releaseQuery(current.id).queryKey, current)
    throw new ApiError(412, "The release has changed since you opened this form. Preview your changes again.")
  }

  return (
    <ReleaseForm
      change={{ kind: "UPGRADE", releaseId: release.id, ...upgradeBody(draft) }}
      draft={draft}
      onDraft={change}
      current={release.valuesOverride}
      requireSeen={requireSeen}
      notice={kept && <Rebased revision={base.revision} kept={kept} />}
      head={(problems) => (
        <FormSection number={1} title="Version">
          <VersionField
            chart={draft.chart}
            version={version}
            onVersion={(chartVersion) => change({ chartVersion })}
            installed={{
              version: release.chartVersion,
              description: `${release.chartName} ${release.chartVersion} is installed. Choose it again to change only values.`,
            }}
            error={
              missing
                ? `No repository has the chart ${release.chartName}, which was installed outside Slipway. Add its repository under Settings → Repositories.`
                : (problems.chartVersion ?? problems.chart ?? problems.releaseName)
            }
          />
        </FormSection>
      )}
    />
  )
}

/** Another revision was created while the form was open. */
function Rebased({ revision, kept }: { revision: number; kept: readonly string[] }) {
  return (
    <Notice tone="pending" icon={<GitMerge size={14} className="mt-0.5 shrink-0 text-pending" />}>
      <p>
        Revision {revision} was created while you were editing. The form now contains its values and your
        changes.
      </p>
      {kept.length > 0 && (
        <p className="mt-0.5 text-muted">
          Both changed <span className="font-mono text-xs">{kept.join(", ")}</span>; your value is kept.
        </p>
      )}
    </Notice>
  )
}

/**
 * The chart of a release in the catalog, empty while unknown. The repository of a release installed outside Slipway
 * is unknown: then any repository that has the chart is used; `missing` is true when none has it.
 */
function useKnownChart({ repository, chartName }: Release) {
  const isKnown = repository !== ""
  const charts = useQuery({ ...chartsQuery, enabled: !isKnown })
  if (isKnown) return { chart: chartReferenceOf({ repository, name: chartName }), missing: false }
  const chart = charts.data?.find(({ name }) => name === chartName)
  return {
    chart: chart === undefined ? "" : chartReferenceOf(chart),
    missing: charts.isSuccess && chart === undefined,
  }
}
