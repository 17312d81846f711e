"use client"

import { useQuery } from "@tanstack/react-query"
import { chartContentsQuery, readChartReference } from "@/components/fleet/releases/chart-queries"
import type { DraftProblems, ReleaseDraft } from "@/components/fleet/releases/form/form-model"
import { FormSection } from "@/components/fleet/releases/form/form-section"
import { OptionFields } from "@/components/fleet/releases/form/option-fields"
import type { Values } from "@/components/fleet/releases/values/value-path"
import { ValuesEditor } from "@/components/fleet/releases/values/values-editor"
import { ErrorState } from "@/components/ui/error-state"
import { Skeleton } from "@/components/ui/skeleton"

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
