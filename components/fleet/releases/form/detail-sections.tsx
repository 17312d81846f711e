"use client"

import { useQuery } from "@tanstack/react-query"
import { chartContentsQuery, readChartReference } from "@/components/fleet/releases/chart-queries"
import { bindDraft } from "@/components/fleet/releases/form/draft-fields"
import type { DraftProblems, ReleaseDraft } from "@/components/fleet/releases/form/form-model"
import { FormSection, timeoutHint } from "@/components/fleet/releases/form/form-section"
import type { Values } from "@/components/fleet/releases/values/value-fields"
import { ValuesEditor } from "@/components/fleet/releases/values/values-editor"
import { Checkbox } from "@/components/ui/checkbox"
import { Loaded } from "@/components/ui/loaded"
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
        ) : (
          <Loaded
            read={contents}
            failure="Could not load the chart"
            hint="Your input is kept."
            waiting="h-64 rounded-md"
          >
            {(chart) => (
              <ValuesEditor
                chart={chart}
                text={draft.values}
                onText={(values) => onDraft({ values })}
                current={props.current}
                problem={props.valueProblem}
              />
            )}
          </Loaded>
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
  const field = bindDraft(draft, onDraft, problems)
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <TextField
        label="Timeout in seconds"
        hint={timeoutHint(draft.timeout, "operation")}
        inputMode="numeric"
        {...field.text("timeout")}
      />
      <TextField
        label="App version"
        optional
        hint={`The app version to record, if the values change it. If empty: the chart's app version${chartsOwnAppVersion === null ? "" : `, ${chartsOwnAppVersion}`}.`}
        mono
        maxLength={128}
        {...field.text("appVersion")}
      />
      <Checkbox
        label="Atomic: roll back automatically on failure"
        hint={
          kind === "INSTALL"
            ? "Waits until all resources are ready; on failure, removes everything it created. Off: created resources stay, and an upgrade can repair the release."
            : "Waits until all resources are ready; on failure, rolls back to the previous revision. Off: the release stays failed and can be upgraded again or rolled back."
        }
        {...field.check("atomic")}
      />
      <Checkbox
        label="Wait for jobs"
        hint="Succeeds only after all Jobs, such as database migrations, have completed. Off: Jobs may still be running when the operation is done."
        {...field.check("waitForJobs")}
      />
      {kind === "UPGRADE" && (
        <Checkbox
          label="Overwrite changes made outside Slipway"
          hint="Takes ownership of fields changed directly in the cluster, for example with kubectl. Off: the upgrade fails on them. The preview lists them."
          {...field.check("forceConflicts")}
        />
      )}
      <TextField
        label="Description"
        optional
        hint="Shown with the revision in the history."
        fieldClassName="md:col-span-2"
        maxLength={500}
        {...field.text("description")}
      />
    </div>
  )
}
