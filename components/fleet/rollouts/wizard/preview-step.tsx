import { useQueryClient } from "@tanstack/react-query"
import { ArrowLeft } from "lucide-react"
import { useRouter } from "next/navigation"
import { useEffect, useRef, useState } from "react"
import { isOutdated } from "@/components/fleet/releases/change-release"
import {
  bakeLabel,
  planSummary,
  skipLabels,
  targetLabel,
  thresholdLabel,
} from "@/components/fleet/rollouts/rollout-labels"
import { rolloutQuery } from "@/components/fleet/rollouts/rollout-queries"
import { bodyOf, type DraftState, isReset, readRejection } from "@/components/fleet/rollouts/wizard/draft"
import { PlanTable } from "@/components/fleet/rollouts/wizard/plan-table"
import { jumpsOf, type PlanQuery, skipsOf } from "@/components/fleet/rollouts/wizard/use-plan"
import { Button } from "@/components/ui/button"
import { ErrorState } from "@/components/ui/error-state"
import { FormDialog } from "@/components/ui/form-dialog"
import { TableSkeleton } from "@/components/ui/skeletons"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { PreviewRollout, RolloutPlan } from "@/lib/fleet/rollouts/schema"
import { formatCount, formatQuantity } from "@/lib/platform/format"
import { api, pages } from "@/lib/platform/paths"

interface PreviewStepProps extends DraftState {
  planQuery: PlanQuery
  onBack: () => void
  onRejected: (error: unknown) => void
}

export function PreviewStep({ draft, onDraft, planQuery, onBack, onRejected }: PreviewStepProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [starting, setStarting] = useState<Starting | null>(null)
  useEffect(() => heading.current?.focus(), [])
  const { plan, stale } = planQuery
  const body = bodyOf(draft)
  const note = draft.note.trim()

  function exclude(releaseId: string, out: boolean) {
    const others = draft.leaveOut.filter((id) => id !== releaseId)
    onDraft({ leaveOut: out ? [...others, releaseId] : others })
  }

  return (
    <section aria-label="Rollout preview" className="flex min-h-0 flex-1 flex-col gap-3">
      <div className="flex flex-col gap-1">
        <h2 ref={heading} tabIndex={-1} className="text-base font-medium outline-none">
          Planned changes
        </h2>
        {plan && <SkippedReleases plan={plan} />}
      </div>
      {plan ? (
        <PlanTable
          plan={plan}
          values={isReset(draft) ? null : (planQuery.body?.valuesOverride ?? {})}
          excluded={draft.leaveOut}
          onExclude={exclude}
        />
      ) : planQuery.error ? (
        <ErrorState title="Could not load the plan" read={planQuery}>
          Nothing has been changed. Your input is kept.
        </ErrorState>
      ) : (
        <TableSkeleton rows={24} className="flex-1" />
      )}
      <div className="flex flex-wrap items-center gap-3 border-t border-line bg-canvas pt-3">
        <Button icon={<ArrowLeft size={13} />} onClick={onBack}>
          Back
        </Button>
        <Button
          variant="primary"
          disabled={plan === null || body === null || plan.upgrades === 0}
          // The started rollout must match the shown plan.
          loading={plan !== null && stale}
          onClick={() => {
            if (plan && planQuery.body)
              setStarting({ plan, body: { ...planQuery.body, ...(note && { description: note }) } })
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
          onRejected={(error) => {
            setStarting(null)
            onRejected(error)
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

function SkippedReleases({ plan }: { plan: RolloutPlan }) {
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

interface StartDialogProps extends Starting {
  onClose: () => void
  /** The API reported an invalid field. */
  onRejected: (error: unknown) => void
}

function StartDialog({ body, plan, onClose, onRejected }: StartDialogProps) {
  const router = useRouter()
  const client = useQueryClient()
  const { chartName, targetVersion, ...options } = body
  const path = api("/helm/releases/chart/{chartName}/batch-upgrade", chartName, { targetVersion })
  const start = useApiMutation("POST", path, {
    body: { ...options, previewDigest: plan.previewDigest },
    invalidates: [["rollouts"]],
    onSuccess: (rollout) => {
      client.setQueryData(rolloutQuery(rollout.id).queryKey, rollout)
      router.push(pages.rollout(rollout.id))
    },
    onError: (error) => {
      // The plan behind this dialog is refetched for the current state of the fleet.
      if (isOutdated(error)) void client.invalidateQueries({ queryKey: ["rollout-plan"] })
      if (!readRejection(error).isAboutNoField) onRejected(error)
    },
  })
  const majors = jumpsOf(plan.releases).find(([jump]) => jump === "major")?.[1] ?? 0
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={planSummary(plan, body.concurrency)}
      description={
        <>
          {plan.chartName} to <span className="font-mono text-xs">{targetLabel(plan.targetVersion)}</span>
        </>
      }
      submit="Start the rollout"
      // Stays open and loading after success, until the board is shown.
      action={{ ...start, isPending: start.isPending || start.isSuccess }}
      result={null}
      read={() => undefined}
    >
      <div className="flex flex-col gap-3 text-sm">
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>
            {body.atomic
              ? "A failed release is rolled back to its previous revision automatically."
              : "A failed release is left as it is."}
          </li>
          <li>{thresholdLabel(body.maxFailures ?? null, plan.upgrades)}</li>
          {plan.waves.length > 1 && <li>{bakeLabel(body.bakeSeconds)}</li>}
          {majors > 0 && <li>{formatQuantity(majors, "release")} would move to another major version.</li>}
          {Object.keys(body.valuesOverride).length + body.valuesReset.length > 0 && (
            <li>
              {plan.path === null ? (
                "Values of every release are changed."
              ) : (
                <>
                  <span className="font-mono text-xs">{plan.path}</span> of every release is{" "}
                  {body.valuesReset.length > 0 ? "reset to the default of its chart version." : "changed."}
                </>
              )}
            </li>
          )}
        </ul>
        <p className="text-muted">
          The rollout runs in the background. It can be paused, aborted and rolled back at any time.
        </p>
      </div>
    </FormDialog>
  )
}
