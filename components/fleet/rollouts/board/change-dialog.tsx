"use client"

import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useId } from "react"
import { useChangeRollout } from "@/components/fleet/rollouts/board/use-rollout-events"
import { paceLabel, targetLabel } from "@/components/fleet/rollouts/rollout-labels"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { ErrorState } from "@/components/ui/error-state"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Skeleton } from "@/components/ui/skeleton"
import { TextArea } from "@/components/ui/text-field"
import { showToast } from "@/components/ui/toast"
import type { RolloutDetail } from "@/lib/fleet/rollouts/schema"
import { formatQuantity } from "@/lib/platform/format"
import { api } from "@/lib/platform/paths"
import { ApiError } from "@/lib/web/client/api-error"
import { requestTagged } from "@/lib/web/client/request"

interface ChangeDialogProps {
  rollout: RolloutDetail
  action: "abort" | "rollback"
  onClose: () => void
}

const words = {
  abort: {
    title: "Abort the rollout",
    go: "Abort",
    done: "Rollout aborted. Running upgrades will finish.",
  },
  rollback: { title: "Roll back the rollout", go: "Roll back", done: "Rollback started" },
}

/** Confirms an abort or rollback: shows the consequences in numbers and asks for a reason. */
export function ChangeDialog({ rollout, action, onClose }: ChangeDialogProps) {
  const formId = useId()
  const seen = useSeenRollout(rollout.id)
  const change = useChangeRollout(rollout.id, () => {
    showToast(words[action].done)
    onClose()
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (!seen.data || seen.isFetching) return
    const reason = String(new FormData(event.currentTarget).get("reason")).trim()
    change.mutate({ action, reason, etag: seen.data.etag }, { onError: () => void seen.refetch() })
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={words[action].title}
      description={`${rollout.chartName} to ${targetLabel(rollout.targetVersion)}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="danger"
            disabled={!seen.data || seen.isFetching}
            loading={change.isPending}
          >
            {words[action].go}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4 pb-2">
        <FormError error={change.error} />
        {seen.data ? (
          <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
            {consequences(seen.data.body, action).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ) : seen.isError ? (
          <ErrorState title="Could not load the rollout" read={seen} />
        ) : (
          <Skeleton className="h-16 w-full" />
        )}
        <Field
          label="Reason"
          optional
          hint="Shown at the top of the rollout."
          error={change.error instanceof ApiError ? change.error.field("reason") : undefined}
        >
          {(control) => <TextArea {...control} name="reason" maxLength={1000} />}
        </Field>
      </form>
    </Dialog>
  )
}

/** The rollout as this dialog shows it, until it is refused as outdated; the board behind it goes on. */
function useSeenRollout(id: string) {
  return useQuery({
    queryKey: ["rollout-seen", id],
    queryFn: ({ signal }) => requestTagged(api.rollout(id), { signal }),
    ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: 0 },
  })
}

/** What happens to releases that are upgraded, running, or not started. */
function consequences(
  { counts, targetVersion, concurrency }: RolloutDetail,
  action: "abort" | "rollback",
): string[] {
  const lines: string[] = []
  const of = (count: number) => formatQuantity(count, "release")
  if (action === "rollback") {
    if (counts.SUCCEEDED > 0) {
      lines.push(
        `${of(counts.SUCCEEDED)} that ${was(counts.SUCCEEDED)} upgraded: rolled back to the previous revision, ${paceLabel(concurrency)}.`,
      )
    }
    if (counts.FAILED > 0) {
      lines.push(
        `${of(counts.FAILED)} that failed: rolled back to the previous revision, unless already there.`,
      )
    }
    if (counts.RUNNING > 0)
      lines.push(`${of(counts.RUNNING)} being upgraded: finished first, then rolled back.`)
  } else {
    if (counts.SUCCEEDED > 0) {
      lines.push(
        `${of(counts.SUCCEEDED)} that ${was(counts.SUCCEEDED)} upgraded: kept at ${targetLabel(targetVersion)}.`,
      )
    }
    if (counts.RUNNING > 0) lines.push(`${of(counts.RUNNING)} being upgraded: allowed to finish.`)
  }
  if (counts.PENDING > 0) lines.push(`${of(counts.PENDING)} not started: left unchanged.`)
  lines.push(
    action === "abort"
      ? "The rollout cannot be resumed; upgraded releases can still be rolled back."
      : "The rollout cannot be resumed. Every revision is kept in the history.",
  )
  return lines
}

function was(count: number): string {
  return count === 1 ? "was" : "were"
}
