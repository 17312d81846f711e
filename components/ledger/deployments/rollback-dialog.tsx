"use client"

import { type FormEvent, useId, useState } from "react"
import { useChangeDeployment } from "@/components/ledger/deployments/use-change-deployment"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { TextArea } from "@/components/ui/text-field"
import { showToast } from "@/components/ui/toast"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { ApiError } from "@/lib/web/client/api-error"

export interface ActionDialogProps {
  deployment: Deployment
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Marks a deployment as rolled back. This records the rollback and deploys nothing. */
export function RollbackDialog({ deployment, open, onOpenChange }: ActionDialogProps) {
  const formId = useId()
  const [isMissing, setIsMissing] = useState(false)
  const change = useChangeDeployment(deployment.id, () => {
    onOpenChange(false)
    showToast("Deployment marked as rolled back")
  })
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const rollbackReason = String(new FormData(event.currentTarget).get("reason")).trim()
    setIsMissing(rollbackReason === "")
    if (rollbackReason !== "") change.mutate({ status: "ROLLED_BACK", rollbackReason })
  }
  const refused = change.error instanceof ApiError ? change.error.field("rollbackReason") : undefined
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Mark as rolled back"
      description={`${deployment.imageTag} of ${deployment.application} in ${deployment.environment}. The previous version becomes current again. This only records the rollback; nothing is deployed. You can remove the mark later.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="danger" loading={change.isPending}>
            Mark as rolled back
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3 pb-2">
        <FormError error={change.error} />
        <Field
          label="Reason"
          hint="Shown with the record and in Activity."
          error={isMissing ? "Enter a reason." : refused}
        >
          {(control) => <TextArea {...control} name="reason" maxLength={10_000} required autoFocus />}
        </Field>
      </form>
    </Dialog>
  )
}
