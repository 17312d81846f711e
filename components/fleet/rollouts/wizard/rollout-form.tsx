import { useQuery } from "@tanstack/react-query"
import { useQueryStates } from "nuqs"
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from "react"
import { chartReferenceOf, chartsQuery } from "@/components/fleet/charts/chart-queries"
import { focusFirstProblem } from "@/components/fleet/releases/form/draft-fields"
import { noValues } from "@/components/fleet/releases/values/value-fields"
import { planSummary, skipLabels, thresholdLabel } from "@/components/fleet/rollouts/rollout-labels"
import { JumpBadge } from "@/components/fleet/rollouts/rollout-style"
import {
  bodyOf,
  type Draft,
  type DraftState,
  draftParsers,
  missingLabel,
  problemsOf,
  readRejection,
} from "@/components/fleet/rollouts/wizard/draft"
import { OptionSection, SkipSection } from "@/components/fleet/rollouts/wizard/option-section"
import { PaceSection } from "@/components/fleet/rollouts/wizard/pace-section"
import { PreviewStep } from "@/components/fleet/rollouts/wizard/preview-step"
import { TargetSection } from "@/components/fleet/rollouts/wizard/target-section"
import { jumpsOf, type PlanQuery, skipsOf, usePlan } from "@/components/fleet/rollouts/wizard/use-plan"
import { WavesSection } from "@/components/fleet/rollouts/wizard/waves-section"
import { PageBody } from "@/components/layout/page-header"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { ErrorState } from "@/components/ui/error-state"
import { FormError } from "@/components/ui/form-error"
import { Skeleton } from "@/components/ui/skeleton"
import { Spinner } from "@/components/ui/spinner"
import { useUnsaved } from "@/components/ui/unsaved"
import type { RolloutPlan } from "@/lib/fleet/rollouts/schema"
import { formatCount } from "@/lib/platform/format"

/** Chart, waves, pace and options, followed by a preview of every release that must be confirmed before the start. */
export default function RolloutForm() {
  const [draft, change] = useDraft()
  const [rejected, setRejected] = useState<unknown>(null)
  const body = bodyOf(draft)
  // The rest of the draft is in the URL.
  useUnsaved(draft.values.text !== null && draft.values.text !== "")
  const planQuery = usePlan(body)
  const error = rejected ?? (readRejection(planQuery.error).isAboutNoField ? null : planQuery.error)
  // Field errors are shown in the form, so the preview is left until the user continues again.
  const backToForm = draft.step === "preview" && error !== null
  const previewing = draft.step === "preview" && body !== null && error === null
  const returnToForm = useEffectEvent(() => change({ step: "plan" }))
  useEffect(() => {
    if (backToForm) returnToForm()
  }, [backToForm])

  function changeAndResetPlan(next: Partial<Draft>) {
    setRejected(null)
    change(next)
  }

  if (previewing) {
    return (
      <PageBody fill>
        <PreviewStep
          draft={draft}
          onDraft={changeAndResetPlan}
          planQuery={planQuery}
          onBack={() => change({ step: "plan" })}
          onRejected={(next) => {
            setRejected(next)
            change({ step: "plan" })
          }}
        />
      </PageBody>
    )
  }
  return (
    <PageBody>
      <PlanStep
        draft={draft}
        onDraft={changeAndResetPlan}
        planQuery={planQuery}
        error={error}
        rejected={rejected}
      />
    </PageBody>
  )
}

/** The draft and a function to update it. A chart without a repository is looked up. */
function useDraft(): [Draft, (next: Partial<Draft>) => void] {
  const [inUrl, setInUrl] = useQueryStates(draftParsers)
  const [values, setValues] = useState(noValues)
  const written = useRef<Promise<unknown>>(Promise.resolve())
  const charts = useQuery(chartsQuery)
  const named = charts.data?.filter(({ name }) => name === inUrl.chart) ?? []
  const [only] = named.length === 1 ? named : []
  const chart = only ? chartReferenceOf(only) : inUrl.chart

  function change({ values: typed, ...next }: Partial<Draft>) {
    if (typed !== undefined) setValues(typed)
    if (Object.keys(next).length === 0) return
    // Written to the URL first, so that the browser's Back button returns from the preview to the form with all input.
    if (next.step === "preview") void written.current.then(() => setInUrl(next, { history: "push" }))
    else written.current = setInUrl(next, { history: "replace" })
  }
  return [{ ...inUrl, chart, values }, change]
}

interface PlanStepProps extends DraftState {
  planQuery: PlanQuery
  /** An error with messages for single fields. */
  error: unknown
  /** The error of a rejected start; the first invalid field receives the focus. */
  rejected: unknown
}

function PlanStep({ draft, onDraft, planQuery, error, rejected }: PlanStepProps) {
  const [isSubmitted, setSubmitted] = useState(false)
  const rejection = readRejection(error)
  const problems = { ...rejection.problems, ...shownProblems(draft, isSubmitted) }
  const unnamed = draft.waves.flatMap(({ name }, index) =>
    name.trim() === "" ? [[index, "Enter a name for the wave."]] : [],
  )
  const waveProblems = { ...rejection.waves, ...Object.fromEntries(unnamed) }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setSubmitted(true)
    const isComplete = bodyOf(draft) !== null && unnamed.length === 0 && error === null
    if (isComplete) onDraft({ step: "preview" })
    else focusFirstProblem(event.currentTarget)
  }

  return (
    <form
      noValidate
      onSubmit={submit}
      aria-label="Plan a rollout"
      className="grid max-w-6xl items-start gap-6 lg:grid-cols-[minmax(0,1fr)_19rem]"
    >
      <div className="flex min-w-0 flex-col gap-8">
        <FormError error={rejected} />
        <TargetSection draft={draft} onDraft={onDraft} problems={problems} />
        <WavesSection
          waves={draft.waves}
          onWaves={(waves) => onDraft({ waves })}
          plan={planQuery.plan}
          stale={planQuery.stale}
          problem={problems.waves}
          problems={waveProblems}
        />
        <PaceSection
          draft={draft}
          onDraft={onDraft}
          problems={problems}
          upgrades={planQuery.plan?.upgrades ?? null}
        />
        <SkipSection draft={draft} onDraft={onDraft} />
        <OptionSection
          draft={draft}
          onDraft={onDraft}
          problems={problems}
          valueProblem={rejection.valueProblem}
        />
      </div>
      <aside aria-label="Summary" className="flex flex-col gap-3 lg:sticky lg:top-5">
        <PlanSummary draft={draft} planQuery={planQuery} />
        <Button type="submit" variant="primary">
          Preview all releases
        </Button>
        <p className="text-center text-xs text-muted">Preview only; nothing is changed yet.</p>
      </aside>
    </form>
  )
}

/** Missing input is reported once the user tries to continue; invalid input immediately. */
function shownProblems(draft: Draft, isSubmitted: boolean) {
  const { chart, version, values, ...wrong } = problemsOf(draft)
  const missing = { ...(chart && { chart }), ...(version && { version }), ...(values && { values }) }
  return { ...wrong, ...(isSubmitted ? missing : draft.values.text !== "" && values && { values }) }
}

function PlanSummary({ draft, planQuery }: { draft: Draft; planQuery: PlanQuery }) {
  const { plan, stale, error } = planQuery
  const missing = missingLabel(draft)
  return (
    <Card title="Plan" actions={stale && plan && <Spinner />} className="min-h-88">
      {missing !== null ? (
        <p className="text-sm text-muted">{missing}</p>
      ) : error && !readRejection(error).isAboutNoField ? (
        <p className="text-sm">
          The plan is invalid: <span className="text-failed">{error instanceof Error && error.message}</span>
        </p>
      ) : error && plan === null ? (
        <ErrorState title="Could not load the plan" read={planQuery}>
          Nothing has been changed. Your input is kept.
        </ErrorState>
      ) : plan === null ? (
        <div className="flex flex-col gap-3">
          <Skeleton className="h-5 w-full" />
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-24 w-full" />
        </div>
      ) : (
        <div aria-busy={stale}>
          <Summary plan={plan} draft={draft} />
        </div>
      )}
    </Card>
  )
}

function Summary({ plan, draft }: { plan: RolloutPlan; draft: Draft }) {
  const body = bodyOf(draft)
  const jumps = jumpsOf(plan.releases)
  const skips = skipsOf(plan.releases)
  return (
    <div className="flex flex-col gap-4 text-sm">
      <p aria-live="polite" className="text-base font-medium">
        {plan.upgrades === 0 ? "Nothing to upgrade" : planSummary(plan, body?.concurrency ?? 1)}
      </p>
      {plan.upgrades > 0 && (
        <p className="text-xs text-muted">{thresholdLabel(body?.maxFailures ?? null, plan.upgrades)}</p>
      )}
      <WaveCounts plan={plan} />
      {jumps.length > 0 && (
        <Counts
          heading="Version jumps"
          rows={jumps.map(([jump, count]) => ({ key: jump, label: <JumpBadge jump={jump} />, count }))}
        />
      )}
      {skips.length > 0 && (
        <Counts
          heading={`Skipped: ${formatCount(plan.skips)}`}
          rows={skips.map(([reason, count]) => ({ key: reason, label: skipLabels[reason], count }))}
        />
      )}
    </div>
  )
}

function WaveCounts({ plan }: { plan: RolloutPlan }) {
  const largest = Math.max(1, ...plan.waves.map(({ releases }) => releases))
  return (
    <ol aria-label="Releases per wave" className="flex flex-col gap-1.5">
      {plan.waves.map((wave, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two waves may have the same name
        <li key={index} className="flex flex-col gap-0.5">
          <span className="flex justify-between gap-2 text-xs">
            <span className="truncate">
              {index + 1}. {wave.name}
            </span>
            <span className="tabular-nums">{formatCount(wave.releases)}</span>
          </span>
          <span aria-hidden="true" className="h-1.5 rounded-full bg-raised">
            <span
              className="block h-full rounded-full bg-accent"
              style={{ width: `${(wave.releases / largest) * 100}%` }}
            />
          </span>
        </li>
      ))}
    </ol>
  )
}

interface CountsProps {
  heading: string
  rows: readonly { key: string; label: React.ReactNode; count: number }[]
}

function Counts({ heading, rows }: CountsProps) {
  return (
    <div className="flex flex-col gap-1">
      <h3 className="text-xs font-medium">{heading}</h3>
      <ul className="flex flex-col gap-1 text-xs">
        {rows.map(({ key, label, count }) => (
          <li key={key} className="flex min-h-5 items-center justify-between gap-2 text-muted">
            <span>{label}</span>
            <span className="tabular-nums">{formatCount(count)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
