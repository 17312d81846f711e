"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { isOutdated } from "@/components/fleet/releases/request-preview"
import { bakeLabel, planSummary, thresholdLabel } from "@/components/fleet/rollouts/rollout-labels"
import { rolloutQuery } from "@/components/fleet/rollouts/rollout-queries"
import { jumpsOf } from "@/components/fleet/rollouts/wizard/plan-counts"
import { readRefusal } from "@/components/fleet/rollouts/wizard/refusal"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { FormError } from "@/components/ui/form-error"
import type { PreviewRollout, RolloutDetail, RolloutPlan } from "@/lib/fleet/rollouts/schema"
import { formatQuantity } from "@/lib/platform/format"
import { api, pages } from "@/lib/platform/paths"
import { randomKey, request } from "@/lib/web/client/request"

interface StartDialogProps {
  body: PreviewRollout
  plan: RolloutPlan
  onClose: () => void
  /** The API said what is wrong with a field. */
  onRefused: (error: unknown) => void
}

/** The last question, in the words of what happens next. */
export function StartDialog({ body, plan, onClose, onRefused }: StartDialogProps) {
  const router = useRouter()
  const client = useQueryClient()
  // One key for every press while this is open: an answer that was lost must not start it twice.
  const [key] = useState(randomKey)
  const start = useMutation({
    mutationFn: () => {
      const { chartName, targetVersion, ...options } = body
      return request<RolloutDetail>(api.batchUpgrade(chartName, { targetVersion }), {
        method: "POST",
        body: { ...options, previewDigest: plan.previewDigest },
        idempotencyKey: key,
      })
    },
    onSuccess: (rollout) => {
      client.setQueryData(rolloutQuery(rollout.id).queryKey, rollout)
      void client.invalidateQueries({ queryKey: ["rollouts"] })
      router.push(pages.rollout(rollout.id))
    },
    onError: (error) => {
      // Behind this dialog the plan is made again, of what the fleet is now.
      if (isOutdated(error)) void client.invalidateQueries({ queryKey: ["rollout-plan"] })
      if (!readRefusal(error).isAboutNoField) onRefused(error)
    },
  })
  const majors = jumpsOf(plan.releases).find(([jump]) => jump === "major")?.[1] ?? 0
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={planSummary(plan, body.concurrency)}
      description={
        <>
          {plan.chartName} to <span className="font-mono text-xs">{plan.targetVersion}</span>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {/* Also after it has succeeded: the board is on its way. */}
          <Button
            variant="primary"
            loading={start.isPending || start.isSuccess}
            onClick={() => start.mutate()}
          >
            Start the rollout
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-sm">
        <FormError error={start.error} />
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>
            {body.atomic
              ? "A release that fails goes back to the revision before by itself."
              : "A release that fails stays as it is, failed."}
          </li>
          <li>{thresholdLabel(body.maxFailures ?? null, plan.upgrades)}</li>
          {plan.waves.length > 1 && <li>{bakeLabel(body.bakeSeconds)}</li>}
          {majors > 0 && <li>{formatQuantity(majors, "release")} would move to another major version.</li>}
          {Object.keys(body.valuesOverride).length > 0 && <li>Values of every release are changed too.</li>}
        </ul>
        <p className="text-muted">
          It runs by itself, whether it is watched or not. It can be paused, aborted and rolled back at any
          time.
        </p>
      </div>
    </Dialog>
  )
}
