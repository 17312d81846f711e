import { useQuery } from "@tanstack/react-query"
import { parseAsString, useQueryStates } from "nuqs"
import { useState } from "react"
import { readChartReference } from "@/components/fleet/charts/chart-queries"
import { ChartField, VersionField } from "@/components/fleet/releases/form/chart-choice"
import { bindDraft } from "@/components/fleet/releases/form/draft-fields"
import { installBody, type ReleaseDraft, suggestedName } from "@/components/fleet/releases/form/form-model"
import { FormSection } from "@/components/fleet/releases/form/form-section"
import { ReleaseForm } from "@/components/fleet/releases/form/release-form"
import { tenantReleasesQuery } from "@/components/fleet/releases/release-queries"
import { noValues } from "@/components/fleet/releases/values/value-fields"
import { TextField } from "@/components/ui/text-field"
import type { Tenant } from "@/lib/fleet/tenants/schema"

const emptyDraft: Omit<ReleaseDraft, "chart" | "chartVersion"> = {
  releaseName: "",
  appVersion: "",
  values: noValues,
  timeout: "300",
  atomic: false,
  waitForJobs: false,
  forceConflicts: false,
  description: "",
}

/** Installs a chart for a tenant. Chart, version and name are stored in the URL; values are not, as they may be secret. */
export default function InstallForm({ tenant }: { tenant: Tenant }) {
  const [choice, setChoice] = useQueryStates({
    chart: parseAsString.withDefault(""),
    version: parseAsString.withDefault(""),
    name: parseAsString,
  })
  const [typed, setTyped] = useState(emptyDraft)
  const chart = readChartReference(choice.chart)
  const suggestion = chart ? suggestedName(tenant.slug, chart.name) : ""
  const installed = useInstalled(tenant.id, choice.chart)
  const draft: ReleaseDraft = {
    ...typed,
    releaseName: choice.name ?? suggestion,
    chart: choice.chart,
    chartVersion: choice.version,
  }

  function change({ chart: nextChart, chartVersion, ...rest }: Partial<ReleaseDraft>) {
    if (nextChart !== undefined) void setChoice({ chart: nextChart || null, version: null })
    if (chartVersion !== undefined) void setChoice({ version: chartVersion || null })
    if (rest.releaseName !== undefined) void setChoice({ name: rest.releaseName })
    setTyped((before) => ({ ...before, ...rest }))
  }

  return (
    <ReleaseForm
      change={{ kind: "INSTALL", ...installBody(draft, tenant.id) }}
      draft={draft}
      onDraft={change}
      current={null}
      head={(problems) => (
        <FormSection number={1} title="Chart and version">
          <ChartField chart={draft.chart} onChart={(chart) => change({ chart })} error={problems.chart} />
          <VersionField
            chart={draft.chart}
            version={draft.chartVersion}
            onVersion={(chartVersion) => change({ chartVersion })}
            installed={installed}
            error={problems.chartVersion}
          />
          <div className="grid gap-4 md:grid-cols-2">
            <TextField
              label="Release name"
              hint="Unique in the namespace. Lowercase letters, digits, - and ."
              mono
              maxLength={53}
              {...bindDraft(draft, change, problems).text("releaseName")}
            />
            <TextField
              label="Namespace"
              hint={`In cluster ${tenant.cluster}.`}
              mono
              readOnly
              value={tenant.namespace}
            />
          </div>
        </FormSection>
      )}
    />
  )
}

/** The tenant's existing release of this chart, to show the version jump. */
function useInstalled(tenantId: string, chart: string) {
  const releases = useQuery(tenantReleasesQuery(tenantId))
  const reference = readChartReference(chart)
  const existing = releases.data?.find(
    (one) => one.status !== "UNINSTALLED" && one.chartName === reference?.name && one.inCluster,
  )
  if (!existing) return null
  return {
    version: existing.chartVersion,
    description: `This tenant already runs ${existing.chartVersion} as ${existing.releaseName}; this installs another release.`,
  }
}
