"use client"

import type { ActionDialogProps } from "@/components/ledger/deployments/rollback-dialog"
import { useDeploymentAction } from "@/components/ledger/deployments/use-change-deployment"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { FormError } from "@/components/ui/form-error"
import { showToast } from "@/components/ui/toast"
import { api } from "@/lib/platform/paths"

/** Removes a rollback mark that was set by mistake. */
export function UnmarkDialog({ deployment, open, onOpenChange }: ActionDialogProps) {
  const unmark = useDeploymentAction(deployment.id, api.unmarkRollback(deployment.id), () => {
    onOpenChange(false)
    showToast("Rollback mark removed")
  })
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Remove rollback mark"
      description={`${deployment.imageTag} of ${deployment.application} in ${deployment.environment} returns to the status it had before it was marked. Nothing is deployed.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" loading={unmark.isPending} onClick={() => unmark.mutate(undefined)}>
            Remove mark
          </Button>
        </>
      }
    >
      <FormError error={unmark.error} />
    </Dialog>
  )
}
