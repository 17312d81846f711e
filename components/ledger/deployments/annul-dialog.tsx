"use client"

import { type FormEvent, useId } from "react"
import type { ActionDialogProps } from "@/components/ledger/deployments/rollback-dialog"
import { useDeploymentAction } from "@/components/ledger/deployments/use-change-deployment"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { TextArea } from "@/components/ui/text-field"
import { showToast } from "@/components/ui/toast"
import { api } from "@/lib/platform/paths"
import { ApiError } from "@/lib/web/client/api-error"

/** Excludes a record that was made by mistake from all metrics and lists. */
export function AnnulDialog({ deployment, open, onOpenChange }: ActionDialogProps) {
  const formId = useId()
  const annul = useDeploymentAction(deployment.id, api.annulDeployment(deployment.id), () => {
    onOpenChange(false)
    showToast("Deployment annulled")
  })
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    annul.mutate({ reason: String(new FormData(event.currentTarget).get("reason")).trim() })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Annul deployment"
      description={`${deployment.imageTag} of ${deployment.application} in ${deployment.environment}. The record and the reason are kept, but it is excluded from metrics, lists and current state. You can restore it later.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="danger" loading={annul.isPending}>
            Annul
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3 pb-2">
        <FormError error={annul.error} />
        <Field
          label="Reason"
          hint="Shown with the record and in the audit log."
          error={annul.error instanceof ApiError ? annul.error.field("reason") : undefined}
        >
          {(control) => <TextArea {...control} name="reason" maxLength={10_000} required autoFocus />}
        </Field>
      </form>
    </Dialog>
  )
}
