"use client"

import { type FormEvent, useId, useState } from "react"
import type { ActionDialogProps } from "@/components/ledger/deployments/rollback-dialog"
import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import { useChangeDeployment } from "@/components/ledger/deployments/use-change-deployment"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Segmented } from "@/components/ui/segmented"
import { TextField } from "@/components/ui/text-field"
import { showToast } from "@/components/ui/toast"
import { ApiError } from "@/lib/web/client/api-error"

const outcomes = [
  { value: "DEPLOYED", label: "Deployed" },
  { value: "FAILED", label: "Failed" },
] as const
type Outcome = (typeof outcomes)[number]["value"]

/** Completes a deployment that its pipeline left PENDING. */
export function CompleteDialog({ deployment, open, onOpenChange }: ActionDialogProps) {
  const formId = useId()
  const [outcome, setOutcome] = useState<Outcome>("DEPLOYED")
  const change = useChangeDeployment(deployment.id, (done) => {
    onOpenChange(false)
    showToast(`${done.imageTag} marked as ${deploymentStatusStyles[done.status].word.toLowerCase()}`)
  })
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const at = String(new FormData(event.currentTarget).get("completedAt"))
    change.mutate({ status: outcome, ...(at && { completedAt: new Date(at).toISOString() }) })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Complete deployment"
      description={`${deployment.imageTag} of ${deployment.application} in ${deployment.environment} was not reported as finished.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" loading={change.isPending}>
            Complete
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3 pb-2">
        <FormError error={change.error} />
        <Segmented
          label="Outcome"
          value={outcome}
          onValueChange={setOutcome}
          options={outcomes}
          className="self-start"
        />
        <Field
          label="Completed at"
          optional
          hint="Local time. Leave empty for now."
          error={change.error instanceof ApiError ? change.error.field("completedAt") : undefined}
        >
          {(control) => <TextField {...control} name="completedAt" type="datetime-local" step={1} />}
        </Field>
      </form>
    </Dialog>
  )
}
