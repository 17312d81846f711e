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
  /** The API reported an invalid field. */
  onRefused: (error: unknown) => void
}

/** The final confirmation, with a summary of the effects. */
export function StartDialog({ body, plan, onClose, onRefused }: StartDialogProps) {
  const router = useRouter()
  const client = useQueryClient()
  // One key while the dialog is open, so that a retry after a lost response does not start a second rollout.
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
      // The plan behind this dialog is refetched for the current state of the fleet.
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
          {/* Stays loading after success, until the board is shown. */}
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
              ? "A failed release is rolled back to its previous revision automatically."
              : "A failed release is left as it is."}
          </li>
          <li>{thresholdLabel(body.maxFailures ?? null, plan.upgrades)}</li>
          {plan.waves.length > 1 && <li>{bakeLabel(body.bakeSeconds)}</li>}
          {majors > 0 && <li>{formatQuantity(majors, "release")} would move to another major version.</li>}
          {Object.keys(body.valuesOverride).length > 0 && <li>Values of every release are changed.</li>}
        </ul>
        <p className="text-muted">
          The rollout runs in the background. It can be paused, aborted and rolled back at any time.
        </p>
      </div>
    </Dialog>
  )
}
