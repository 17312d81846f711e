"use client"

import { JumpBadge } from "@/components/fleet/rollouts/jump-badge"
import { planSummary, skipLabels, thresholdLabel } from "@/components/fleet/rollouts/rollout-labels"
import { bodyOf, type Draft } from "@/components/fleet/rollouts/wizard/draft"
import { jumpsOf, skipsOf } from "@/components/fleet/rollouts/wizard/plan-counts"
import { readRefusal } from "@/components/fleet/rollouts/wizard/refusal"
import type { AskedPlan } from "@/components/fleet/rollouts/wizard/use-plan"
import { Card } from "@/components/ui/card"
import { ErrorState } from "@/components/ui/error-state"
import { Skeleton } from "@/components/ui/skeleton"
import { Spinner } from "@/components/ui/spinner"
import type { RolloutPlan } from "@/lib/fleet/rollouts/schema"
import { formatCount } from "@/lib/platform/format"

/** The effect of the current draft, shown next to the form and updated with every change. */
export function PlanSummary({ draft, asked }: { draft: Draft; asked: AskedPlan }) {
  const { plan, stale, error } = asked
  return (
    <Card title="Plan" actions={stale && plan && <Spinner />} className="min-h-88">
      {draft.chart === "" || draft.version === "" ? (
        <p className="text-sm text-muted">
          Choose a chart and a target version to see which releases would be upgraded.
        </p>
      ) : error && !readRefusal(error).isAboutNoField ? (
        <p className="text-sm">
          The plan is invalid: <span className="text-failed">{messageOf(error)}</span>
        </p>
      ) : error && plan === null ? (
        <ErrorState title="Could not load the plan" read={{ error, refetch: asked.retry }}>
          Nothing has been changed. Your input is kept.
        </ErrorState>
      ) : plan === null ? (
        <Waiting />
      ) : (
        <div aria-busy={stale}>
          <Summary plan={plan} draft={draft} />
        </div>
      )}
    </Card>
  )
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "Validation failed."
}

function Waiting() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="h-5 w-full" />
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-24 w-full" />
    </div>
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
  const most = Math.max(1, ...plan.waves.map(({ releases }) => releases))
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
              style={{ width: `${(wave.releases / most) * 100}%` }}
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
