"use client"

import { ArrowLeft } from "lucide-react"
import { useEffect, useRef, useState } from "react"
import { planSummary, skipLabels } from "@/components/fleet/rollouts/rollout-labels"
import { bodyOf, type Draft } from "@/components/fleet/rollouts/wizard/draft"
import { skipsOf } from "@/components/fleet/rollouts/wizard/plan-counts"
import { PlanTable } from "@/components/fleet/rollouts/wizard/plan-table"
import { StartDialog } from "@/components/fleet/rollouts/wizard/start-dialog"
import type { AskedPlan } from "@/components/fleet/rollouts/wizard/use-plan"
import { Button } from "@/components/ui/button"
import { ErrorState } from "@/components/ui/error-state"
import { Skeleton } from "@/components/ui/skeleton"
import type { PreviewRollout, RolloutPlan } from "@/lib/fleet/rollouts/schema"
import { formatCount } from "@/lib/platform/format"

interface PreviewStepProps {
  draft: Draft
  onDraft: (change: Partial<Draft>) => void
  asked: AskedPlan
  onBack: () => void
  onRefused: (error: unknown) => void
}

/** All releases with their planned actions, and the button that starts the rollout. */
export function PreviewStep({ draft, onDraft, asked, onBack, onRefused }: PreviewStepProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [starting, setStarting] = useState<Starting | null>(null)
  useEffect(() => heading.current?.focus(), [])
  const { plan, stale } = asked
  const body = bodyOf(draft)
  const note = draft.note.trim()

  function leaveOut(releaseId: string, out: boolean) {
    const others = draft.leaveOut.filter((id) => id !== releaseId)
    onDraft({ leaveOut: out ? [...others, releaseId] : others })
  }

  return (
    <section aria-label="Rollout preview" className="flex min-h-0 flex-1 flex-col gap-3">
      <div className="flex flex-col gap-1">
        <h2 ref={heading} tabIndex={-1} className="text-base font-medium outline-none">
          Planned changes
        </h2>
        {plan && <LeftOut plan={plan} />}
      </div>
      {plan ? (
        <PlanTable plan={plan} leftOut={draft.leaveOut} onLeaveOut={leaveOut} />
      ) : asked.error ? (
        <ErrorState title="Could not load the plan" read={{ error: asked.error, refetch: asked.retry }}>
          Nothing has been changed. Your input is kept.
        </ErrorState>
      ) : (
        <Skeleton className="w-full flex-1 rounded-md" />
      )}
      <div className="flex flex-wrap items-center gap-3 border-t border-line bg-canvas pt-3">
        <Button icon={<ArrowLeft size={13} aria-hidden="true" />} onClick={onBack}>
          Back
        </Button>
        <Button
          variant="primary"
          disabled={plan === null || body === null || plan.upgrades === 0}
          // The started rollout must match the shown plan.
          loading={plan !== null && stale}
          onClick={() => {
            if (plan && asked.body)
              setStarting({ plan, body: { ...asked.body, ...(note && { description: note }) } })
          }}
        >
          Start…
        </Button>
        <p aria-live="polite" className="text-sm">
          {plan && (plan.upgrades === 0 ? "Nothing to upgrade." : planSummary(plan, body?.concurrency ?? 1))}
        </p>
      </div>
      {starting && (
        <StartDialog
          {...starting}
          onClose={() => setStarting(null)}
          onRefused={(error) => {
            setStarting(null)
            onRefused(error)
          }}
        />
      )}
    </section>
  )
}

/** The plan that was shown when the user pressed Start, and the request it belongs to. */
interface Starting {
  plan: RolloutPlan
  body: PreviewRollout
}

function LeftOut({ plan }: { plan: RolloutPlan }) {
  const skips = skipsOf(plan.releases)
  if (skips.length === 0) return <p className="text-xs text-muted">No releases are skipped.</p>
  return (
    <p className="text-xs text-muted">
      Skipped:{" "}
      {skips
        .map(([reason, count]) => `${skipLabels[reason].toLowerCase()} ${formatCount(count)}`)
        .join(" · ")}
    </p>
  )
}
