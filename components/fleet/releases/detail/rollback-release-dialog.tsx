"use client"

import { type FormEvent, useId, useState } from "react"
import { rollbackTargets } from "@/components/fleet/releases/detail/rollback-targets"
import { useChangeRelease } from "@/components/fleet/releases/detail/use-change-release"
import { PreviewPart, usePreviewOf } from "@/components/fleet/releases/preview-view"
import { ifMatchOf } from "@/components/fleet/releases/request-preview"
import { revisionLabel } from "@/components/fleet/releases/revision-style"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Select, TextArea } from "@/components/ui/text-field"
import type { Revision } from "@/lib/fleet/releases/revision-schema"
import type { Release } from "@/lib/fleet/releases/schema"
import { api } from "@/lib/platform/paths"
import { ApiError } from "@/lib/web/client/api-error"
import { request } from "@/lib/web/client/request"

interface RollbackReleaseDialogProps {
  release: Release
  /** Newest first. */
  revisions: readonly Revision[]
  /** The initially selected revision; null: none. */
  target: number | null
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Rolls back to any earlier revision, with a preview of the changes. */
export function RollbackReleaseDialog(props: RollbackReleaseDialogProps) {
  const { release, revisions, open, onOpenChange } = props
  const formId = useId()
  const [chosen, setChosen] = useState<number | null>(null)
  const target = chosen ?? props.target
  const [force, setForce] = useState(false)
  const overwrite = force ? { forceConflicts: true } : {}
  const preview = usePreviewOf(
    open && target !== null
      ? { kind: "ROLLBACK", releaseId: release.id, targetRevision: target, ...overwrite }
      : null,
  )
  const hasConflicts = preview.data?.problems.some(({ reason }) => reason === "CONFLICT") ?? false
  const change = useChangeRelease(() => onOpenChange(false))
  const problem = (name: string) => (change.error instanceof ApiError ? change.error.field(name) : undefined)

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get("reason")).trim()
    if (target === null || !preview.data) return
    const { previewDigest } = preview.data
    const body = { targetRevision: target, ...overwrite, ...(reason && { reason }), previewDigest }
    const options = { method: "POST", body, ...ifMatchOf(preview.data) } as const
    change.mutate(() => request(api.releaseRollback(release.id), options), {
      onError: () => void preview.refetch(),
    })
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="lg"
      title={`Roll back ${release.releaseName}`}
      description="Helm creates a new revision with the manifest and values of the one you choose. The history is kept."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={target === null || !preview.data || preview.isFetching}
            loading={change.isPending}
          >
            {target === null ? "Roll back" : `Roll back to ${target}`}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4 pb-2">
        <FormError error={change.error} />
        <Field label="Revision" error={problem("targetRevision")}>
          {(control) => (
            <Select
              {...control}
              value={target === null ? "" : String(target)}
              onChange={(event) => setChosen(event.target.value === "" ? null : Number(event.target.value))}
              placeholder="Choose a revision…"
              options={rollbackTargets(release, revisions).map((one) => ({
                value: String(one.revision),
                label: `${one.revision} · ${one.chartVersion} · ${revisionLabel(one)}, ${one.performedBy}`,
              }))}
            />
          )}
        </Field>
        <Field
          label="Reason"
          optional
          hint="Shown with the new revision in the history."
          error={problem("reason")}
        >
          {(control) => <TextArea {...control} name="reason" maxLength={1000} />}
        </Field>
        {(force || hasConflicts) && (
          <Checkbox
            label="Overwrite changes made outside Slipway"
            hint="Takes ownership of fields changed directly in the cluster, for example with kubectl."
            checked={force}
            onChange={(event) => setForce(event.target.checked)}
          />
        )}
        {target !== null && <PreviewPart query={preview} />}
      </form>
    </Dialog>
  )
}
