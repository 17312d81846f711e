"use client"

import { useQuery } from "@tanstack/react-query"
import dynamic from "next/dynamic"
import { useState } from "react"
import { chartContentsQuery, readChartReference } from "@/components/fleet/releases/chart-queries"
import { FormSection } from "@/components/fleet/releases/form/form-section"
import type { Draft, DraftProblems } from "@/components/fleet/rollouts/wizard/draft"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { ErrorState } from "@/components/ui/error-state"
import { Field } from "@/components/ui/field"
import { Skeleton } from "@/components/ui/skeleton"
import { TextField } from "@/components/ui/text-field"
import { formatDuration } from "@/lib/platform/format"

const ValuesEditor = dynamic(
  () => import("@/components/fleet/releases/values/values-editor").then((file) => file.ValuesEditor),
  { ssr: false, loading: () => <Skeleton className="h-64 w-full rounded-md" /> },
)

interface OptionSectionProps {
  draft: Draft
  onDraft: (change: Partial<Draft>) => void
  problems: DraftProblems
  valueProblem: (pointer: string) => string | undefined
}

/** How Helm goes about each upgrade, and what of the values changes with it. */
export function OptionSection({ draft, onDraft, problems, valueProblem }: OptionSectionProps) {
  const seconds = Number(draft.timeout)
  return (
    <FormSection number={5} title="Options of each upgrade">
      <div className="grid gap-x-4 gap-y-5 md:grid-cols-2">
        <Checkbox
          label="Atomic: a release that fails undoes itself"
          hint="Waits until everything is ready. If that does not happen in time, the release goes back to the revision before. Off: it stays as it is, failed."
          checked={draft.atomic}
          onChange={(event) => onDraft({ atomic: event.target.checked })}
        />
        <Checkbox
          label="Wait for jobs"
          hint="A release is upgraded only when its Jobs have completed too, such as a migration of a database."
          checked={draft.jobs}
          onChange={(event) => onDraft({ jobs: event.target.checked })}
        />
        <Field
          label="Timeout of a release, in seconds"
          error={problems.timeout}
          hint={`Helm waits this long for each thing it waits for${
            problems.timeout === undefined && seconds >= 60 ? ` (${formatDuration(seconds)})` : ""
          }; then the release has failed.`}
        >
          {(control) => (
            <TextField
              {...control}
              inputMode="numeric"
              value={draft.timeout}
              onChange={(event) => onDraft({ timeout: event.target.value })}
              className="w-24!"
            />
          )}
        </Field>
        <Field
          label="Why"
          optional
          error={problems.note}
          hint="Stands beside the rollout for everybody who wonders later."
        >
          {(control) => (
            <TextField
              {...control}
              maxLength={500}
              value={draft.note}
              onChange={(event) => onDraft({ note: event.target.value })}
            />
          )}
        </Field>
      </div>
      <ValuesPart {...{ draft, onDraft, problems, valueProblem }} />
    </FormSection>
  )
}

function ValuesPart({ draft, onDraft, problems, valueProblem }: OptionSectionProps) {
  const [opened, setOpened] = useState(false)
  const shown = opened || draft.values !== "" || problems.values !== undefined
  if (!shown) {
    return (
      <p className="flex flex-wrap items-center gap-2 text-sm">
        Each release keeps the values it has.
        <Button size="sm" disabled={draft.version === ""} onClick={() => setOpened(true)}>
          Change values of all
        </Button>
      </p>
    )
  }
  return (
    <section aria-label="Values of all" className="flex flex-col gap-2">
      <p className="text-xs text-muted">
        These are laid over the values of every release; what you leave alone each keeps as it has it. They
        are not part of the address of this page.
      </p>
      {problems.values && <p className="text-xs text-failed">{problems.values}</p>}
      <ChartValues {...{ draft, onDraft, valueProblem }} />
    </section>
  )
}

function ChartValues({ draft, onDraft, valueProblem }: Omit<OptionSectionProps, "problems">) {
  const contents = useQuery(chartContentsQuery(readChartReference(draft.chart), draft.version || null))
  if (contents.data) {
    return (
      <ValuesEditor
        chart={contents.data}
        text={draft.values}
        onText={(values) => onDraft({ values })}
        current={null}
        problem={valueProblem}
      />
    )
  }
  if (contents.isError) {
    return (
      <ErrorState
        title="The chart could not be read"
        error={contents.error}
        onRetry={() => void contents.refetch()}
        retrying={contents.isFetching}
      >
        What you typed is kept.
      </ErrorState>
    )
  }
  return <Skeleton className="h-64 w-full rounded-md" />
}
