import { useQuery } from "@tanstack/react-query"
import { useChangeRollout } from "@/components/fleet/rollouts/board/use-rollout-events"
import { paceLabel, targetLabel } from "@/components/fleet/rollouts/rollout-labels"
import { FormDialog } from "@/components/ui/form-dialog"
import { Loaded } from "@/components/ui/loaded"
import { TextArea } from "@/components/ui/text-field"
import type { RolloutDetail } from "@/lib/fleet/rollouts/schema"
import { formatQuantity } from "@/lib/platform/format"
import { api } from "@/lib/platform/paths"
import { requestTagged } from "@/lib/web/client/request"

interface ChangeDialogProps {
  rollout: RolloutDetail
  action: "abort" | "rollback"
  onClose: () => void
}

const buttonLabels = { abort: "Abort", rollback: "Roll back" }

export default function ChangeDialog({ rollout, action, onClose }: ChangeDialogProps) {
  // As shown in this dialog, until a change is rejected as outdated; the board behind it keeps updating.
  const seen = useQuery({
    queryKey: ["rollout-seen", rollout.id],
    queryFn: ({ signal }) => requestTagged(api("/helm/rollouts/{id}", rollout.id), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const change = useChangeRollout(rollout.id)
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`${buttonLabels[action]} the rollout`}
      description={`${rollout.chartName} to ${targetLabel(rollout.targetVersion)}`}
      submit={buttonLabels[action]}
      danger
      ready={seen.data !== undefined && !seen.isFetching}
      action={change}
      read={(form) => ({ action, reason: String(form.get("reason")).trim(), etag: seen.data?.etag })}
      onRejected={() => void seen.refetch()}
    >
      <Loaded read={seen} failure="Could not load the rollout" waiting="h-16">
        {({ body }) => (
          <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
            {consequences(body, action).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </Loaded>
      <TextArea
        label="Reason"
        optional
        hint="Shown at the top of the rollout."
        name="reason"
        maxLength={1000}
      />
    </FormDialog>
  )
}

function consequences({ counts, targetVersion, concurrency }: RolloutDetail, action: "abort" | "rollback") {
  const { SUCCEEDED, FAILED, RUNNING, PENDING } = counts
  const countText = (count: number) => formatQuantity(count, "release")
  const upgraded = formatQuantity(SUCCEEDED, "release that was upgraded", "releases that were upgraded")
  const lines =
    action === "rollback"
      ? [
          SUCCEEDED > 0 && `${upgraded}: rolled back to the previous revision, ${paceLabel(concurrency)}.`,
          FAILED > 0 &&
            `${countText(FAILED)} that failed: rolled back to the previous revision, unless already there.`,
          RUNNING > 0 && `${countText(RUNNING)} being upgraded: finished first, then rolled back.`,
        ]
      : [
          SUCCEEDED > 0 && `${upgraded}: kept at ${targetLabel(targetVersion)}.`,
          RUNNING > 0 && `${countText(RUNNING)} being upgraded: allowed to finish.`,
        ]
  return [
    ...lines,
    PENDING > 0 && `${countText(PENDING)} not started: left unchanged.`,
    action === "abort"
      ? "The rollout cannot be resumed; upgraded releases can still be rolled back."
      : "The rollout cannot be resumed. Every revision is kept in the history.",
  ].filter((line) => line !== false)
}
