import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { chartVersionsQuery, readChartReference } from "@/components/fleet/charts/chart-queries"
import { ChartValues } from "@/components/fleet/releases/form/chart-values"
import { bindDraft } from "@/components/fleet/releases/form/draft-fields"
import { FormSection, timeoutHint } from "@/components/fleet/releases/form/form-section"
import { keptVersion } from "@/components/fleet/rollouts/rollout-labels"
import type { DraftState, SectionProps } from "@/components/fleet/rollouts/wizard/draft"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { TextField } from "@/components/ui/text-field"
import { formatQuantity } from "@/lib/platform/format"

interface OptionSectionProps extends SectionProps {
  valueProblem: (pointer: string) => string | undefined
}

export function OptionSection({ draft, onDraft, problems, valueProblem }: OptionSectionProps) {
  const field = bindDraft(draft, onDraft, problems)
  return (
    <FormSection number={5} title="Upgrade options">
      <div className="grid gap-x-4 gap-y-5 md:grid-cols-2">
        <Checkbox
          label="Atomic: roll back automatically on failure"
          hint="Waits until all resources are ready; on failure, rolls the release back to its previous revision. Off: the release stays failed."
          {...field.check("atomic")}
        />
        <Checkbox
          label="Wait for jobs"
          hint="A release counts as upgraded only after its Jobs, such as database migrations, have completed."
          {...field.check("jobs")}
        />
        <TextField
          label="Timeout per release, in seconds"
          hint={timeoutHint(draft.timeout, "release")}
          inputMode="numeric"
          {...field.text("timeout")}
          className="w-24!"
        />
        <TextField
          label="Description"
          optional
          hint="Shown with the rollout."
          maxLength={500}
          {...field.text("note")}
        />
      </div>
      {draft.set === "" && <ValuesPart {...{ draft, onDraft, problems, valueProblem }} />}
    </FormSection>
  )
}

function ValuesPart({ draft, onDraft, problems, valueProblem }: OptionSectionProps) {
  const [opened, setOpened] = useState(false)
  const isKept = draft.version === keptVersion
  const versions = useQuery({
    ...chartVersionsQuery(readChartReference(draft.chart)),
    enabled: draft.chart !== "" && isKept,
  })
  const isExpanded = opened || draft.values.text !== "" || problems.values !== undefined
  if (!isExpanded) {
    return (
      <p className="flex flex-wrap items-center gap-2 text-sm">
        Each release keeps its current values.
        <Button size="sm" disabled={draft.version === ""} onClick={() => setOpened(true)}>
          Change values
        </Button>
      </p>
    )
  }
  return (
    <section aria-label="Values for all releases" className="flex flex-col gap-2">
      <p className="text-xs text-muted">
        These values are merged over the values of every release; all other values stay unchanged. They are
        not stored in the URL.
      </p>
      {problems.values && <p className="text-xs text-failed">{problems.values}</p>}
      <ChartValues
        chart={draft.chart}
        version={isKept ? (versions.data?.[0]?.version ?? null) : draft.version || null}
        typed={draft.values}
        onTyped={(values) => onDraft({ values })}
        current={null}
        problem={valueProblem}
      />
    </section>
  )
}

export function SkipSection({ draft, onDraft }: DraftState) {
  const field = bindDraft(draft, onDraft)
  return (
    <FormSection number={4} title="Exclude">
      <div className="grid gap-4 md:grid-cols-2">
        <Checkbox
          label="Releases that would move to another major version"
          hint="These may need migration steps; upgrade them individually."
          {...field.check("skipMajor")}
        />
        <Checkbox
          label="Releases whose last change failed"
          hint="Off: they are upgraded, which may repair them."
          {...field.check("skipFailed")}
        />
        <Checkbox
          label="Releases changed outside Slipway"
          hint="Off: manual changes are overwritten where the values differ."
          {...field.check("skipOutOfBand")}
        />
        {draft.leaveOut.length > 0 && (
          <p className="flex flex-wrap items-center gap-2 text-sm">
            {formatQuantity(draft.leaveOut.length, "release")} excluded manually.
            <Button size="sm" onClick={() => onDraft({ leaveOut: [] })}>
              Include again
            </Button>
          </p>
        )}
      </div>
      <p className="text-xs text-muted">
        Always skipped: releases that already run the target or a newer version, releases of suspended
        tenants, and releases with a change in progress. Individual releases can be excluded in the preview.
      </p>
    </FormSection>
  )
}
