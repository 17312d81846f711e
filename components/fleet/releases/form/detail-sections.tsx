"use client"

import { useQuery } from "@tanstack/react-query"
import { chartContentsQuery, readChartReference } from "@/components/fleet/releases/chart-queries"
import type { DraftProblems, ReleaseDraft } from "@/components/fleet/releases/form/form-model"
import { FormSection, timeoutHint } from "@/components/fleet/releases/form/form-section"
import type { Values } from "@/components/fleet/releases/values/value-fields"
import { ValuesEditor } from "@/components/fleet/releases/values/values-editor"
import { Checkbox } from "@/components/ui/checkbox"
import { ErrorState } from "@/components/ui/error-state"
import { Skeleton } from "@/components/ui/skeleton"
import { TextField } from "@/components/ui/text-field"

interface DetailSectionsProps {
  kind: "INSTALL" | "UPGRADE"
  draft: ReleaseDraft
  onDraft: (change: Partial<ReleaseDraft>) => void
  current: Values | null
  problems: DraftProblems
  valueProblem: (pointer: string) => string | undefined
}

/** Values and options, available once a version is selected. */
export function DetailSections(props: DetailSectionsProps) {
  const { kind, draft, onDraft, problems } = props
  const contents = useQuery(chartContentsQuery(readChartReference(draft.chart), draft.chartVersion || null))
  return (
    <>
      <FormSection number={2} title="Values">
        {draft.chart === "" || draft.chartVersion === "" ? (
          <p className="text-sm text-muted">Choose a chart and a version to edit its values.</p>
        ) : contents.data ? (
          <ValuesEditor
            chart={contents.data}
            text={draft.values}
            onText={(values) => onDraft({ values })}
            current={props.current}
            problem={props.valueProblem}
          />
        ) : contents.isError ? (
          <ErrorState title="Could not load the chart" read={contents}>
            Your input is kept.
          </ErrorState>
        ) : (
          <Skeleton className="h-64 w-full rounded-md" />
        )}
      </FormSection>
      <FormSection number={3} title="Options">
        <OptionFields
          kind={kind}
          draft={draft}
          onDraft={onDraft}
          problems={problems}
          chartsOwnAppVersion={contents.data?.appVersion ?? null}
        />
      </FormSection>
    </>
  )
}

interface OptionFieldsProps {
  kind: "INSTALL" | "UPGRADE"
  draft: ReleaseDraft
  onDraft: (change: Partial<ReleaseDraft>) => void
  problems: DraftProblems
  chartsOwnAppVersion: string | null
}

/** Helm options, each with a description of its effect. */
function OptionFields({ kind, draft, onDraft, problems, chartsOwnAppVersion }: OptionFieldsProps) {
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <TextField
        label="Timeout in seconds"
        error={problems.timeout}
        hint={timeoutHint(draft.timeout, "operation")}
        inputMode="numeric"
        value={draft.timeout}
        onChange={(event) => onDraft({ timeout: event.target.value })}
      />
      <TextField
        label="App version"
        optional
        error={problems.appVersion}
        hint={`The app version to record, if the values change it. If empty: ${
          chartsOwnAppVersion === null
            ? "the chart's app version"
            : `the chart's app version, ${chartsOwnAppVersion}`
        }.`}
        mono
        maxLength={128}
        value={draft.appVersion}
        onChange={(event) => onDraft({ appVersion: event.target.value })}
      />
      <Checkbox
        label="Atomic: roll back automatically on failure"
        hint={
          kind === "INSTALL"
            ? "Waits until all resources are ready; on failure, removes everything it created. Off: created resources stay, and an upgrade can repair the release."
            : "Waits until all resources are ready; on failure, rolls back to the previous revision. Off: the release stays failed and can be upgraded again or rolled back."
        }
        checked={draft.atomic}
        onChange={(event) => onDraft({ atomic: event.target.checked })}
      />
      <Checkbox
        label="Wait for jobs"
        hint="Succeeds only after all Jobs, such as database migrations, have completed. Off: Jobs may still be running when the operation is done."
        checked={draft.waitForJobs}
        onChange={(event) => onDraft({ waitForJobs: event.target.checked })}
      />
      {kind === "UPGRADE" && (
        <Checkbox
          label="Overwrite changes made outside Slipway"
          hint="Takes ownership of fields changed directly in the cluster, for example with kubectl. Off: the upgrade fails on them. The preview lists them."
          checked={draft.forceConflicts}
          onChange={(event) => onDraft({ forceConflicts: event.target.checked })}
        />
      )}
      <TextField
        label="Description"
        optional
        error={problems.description}
        hint="Shown with the revision in the history."
        fieldClassName="md:col-span-2"
        maxLength={500}
        value={draft.description}
        onChange={(event) => onDraft({ description: event.target.value })}
      />
    </div>
  )
}
