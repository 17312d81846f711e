"use client"

import { useQuery } from "@tanstack/react-query"
import { useQueryStates } from "nuqs"
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from "react"
import { chartReferenceOf, chartsQuery } from "@/components/fleet/releases/chart-queries"
import { bodyOf, type Draft, draftParsers, problemsOf } from "@/components/fleet/rollouts/wizard/draft"
import { OptionSection } from "@/components/fleet/rollouts/wizard/option-section"
import { PaceSection } from "@/components/fleet/rollouts/wizard/pace-section"
import { PlanSummary } from "@/components/fleet/rollouts/wizard/plan-summary"
import { PreviewStep } from "@/components/fleet/rollouts/wizard/preview-step"
import { type Refusal, readRefusal } from "@/components/fleet/rollouts/wizard/refusal"
import { SkipSection } from "@/components/fleet/rollouts/wizard/skip-section"
import { TargetSection } from "@/components/fleet/rollouts/wizard/target-section"
import { type AskedPlan, usePlan } from "@/components/fleet/rollouts/wizard/use-plan"
import { WavesSection } from "@/components/fleet/rollouts/wizard/waves-section"
import { PageBody } from "@/components/layout/page-header"
import { Button } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"

/** Chart, waves, pace and options, followed by a preview of every release that must be confirmed before the start. */
export default function RolloutForm() {
  const [draft, change] = useDraft()
  const [refused, setRefused] = useState<unknown>(null)
  const body = bodyOf(draft)
  const asked = usePlan(body)
  const error = refused ?? (readRefusal(asked.error).isAboutNoField ? null : asked.error)
  // Field errors are shown in the form, so the preview is left until the user continues again.
  const backToForm = draft.step === "preview" && error !== null
  const previewing = draft.step === "preview" && body !== null && error === null
  const stay = useEffectEvent(() => change({ step: "plan" }))
  useEffect(() => {
    if (backToForm) stay()
  }, [backToForm])

  function changeAndForget(next: Partial<Draft>) {
    setRefused(null)
    change(next)
  }

  if (previewing) {
    return (
      <PageBody fill>
        <PreviewStep
          draft={draft}
          onDraft={changeAndForget}
          asked={asked}
          onBack={() => change({ step: "plan" })}
          onRefused={(next) => {
            setRefused(next)
            change({ step: "plan" })
          }}
        />
      </PageBody>
    )
  }
  return (
    <PageBody>
      <PlanStep draft={draft} onDraft={changeAndForget} asked={asked} error={error} refused={refused} />
    </PageBody>
  )
}

/** The draft and a function to update it. A chart given without its repository is looked up. */
function useDraft(): [Draft, (next: Partial<Draft>) => void] {
  const [inUrl, setUrl] = useQueryStates(draftParsers)
  const [values, setValues] = useState("")
  const written = useRef<Promise<unknown>>(Promise.resolve())
  const charts = useQuery(chartsQuery)
  const named = charts.data?.filter(({ name }) => name === inUrl.chart) ?? []
  const [only] = named.length === 1 ? named : []
  const chart = only ? chartReferenceOf(only) : inUrl.chart

  function change({ values: text, ...next }: Partial<Draft>) {
    if (text !== undefined) setValues(text)
    if (Object.keys(next).length === 0) return
    // Written to the URL first, so that the browser's Back button returns from the preview to the form with all input.
    if (next.step === "preview") void written.current.then(() => setUrl(next, { history: "push" }))
    else written.current = setUrl(next, { history: "replace" })
  }
  return [{ ...inUrl, chart, values }, change]
}

interface PlanStepProps {
  draft: Draft
  onDraft: (change: Partial<Draft>) => void
  asked: AskedPlan
  /** An error with messages for single fields. */
  error: unknown
  /** The same for a start; the first invalid field receives the focus. */
  refused: unknown
}

function PlanStep({ draft, onDraft, asked, error, refused }: PlanStepProps) {
  const [tried, setTried] = useState(false)
  const refusal = readRefusal(error)
  const problems = { ...refusal.problems, ...shownProblems(draft, tried) }
  const unnamed = draft.waves.flatMap(({ name }, place) =>
    name.trim() === "" ? [[place, "Enter a name for the wave."]] : [],
  )
  const waveProblems: Refusal["waves"] = { ...refusal.waves, ...Object.fromEntries(unnamed) }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setTried(true)
    const fine = bodyOf(draft) !== null && unnamed.length === 0 && error === null
    if (fine) onDraft({ step: "preview" })
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
        <FormError error={refused} />
        <TargetSection draft={draft} onDraft={onDraft} problems={problems} />
        <WavesSection
          waves={draft.waves}
          onWaves={(waves) => onDraft({ waves })}
          plan={asked.plan}
          stale={asked.stale}
          problem={problems.waves}
          problems={waveProblems}
        />
        <PaceSection
          draft={draft}
          onDraft={onDraft}
          problems={problems}
          upgrades={asked.plan?.upgrades ?? null}
        />
        <SkipSection draft={draft} onDraft={onDraft} />
        <OptionSection
          draft={draft}
          onDraft={onDraft}
          problems={problems}
          valueProblem={refusal.valueProblem}
        />
      </div>
      <aside aria-label="Summary" className="flex flex-col gap-3 lg:sticky lg:top-5">
        <PlanSummary draft={draft} asked={asked} />
        <Button type="submit" variant="primary">
          Preview all releases
        </Button>
        <p className="text-center text-xs text-muted">Preview only; nothing is changed yet.</p>
      </aside>
    </form>
  )
}

/** Missing input is reported once the user tries to continue; invalid input immediately. */
function shownProblems(draft: Draft, tried: boolean) {
  const { chart, version, ...wrong } = problemsOf(draft)
  return { ...wrong, ...(tried && { ...(chart && { chart }), ...(version && { version }) }) }
}

/** Runs after the render that marks the invalid fields. */
function focusFirstProblem(form: HTMLFormElement): void {
  requestAnimationFrame(() =>
    (
      form.querySelector<HTMLElement>("[aria-invalid=true]") ??
      form.querySelector<HTMLElement>("[role=combobox]")
    )?.focus(),
  )
}
