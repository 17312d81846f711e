import { useState } from "react"
import { useDeploymentChanged } from "@/components/ledger/deployments/deployment-events"
import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import { FormDialog } from "@/components/ui/form-dialog"
import { Segmented } from "@/components/ui/segmented"
import { TextArea, TextField } from "@/components/ui/text-field"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { useEdit } from "@/components/ui/use-edit"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { api } from "@/lib/platform/paths"

interface DeploymentDialogProps {
  deployment: Deployment
  onOpenChange: (open: boolean) => void
}

const maxLength = 10_000

const dialogs = {
  notes: NotesDialog,
  complete: CompleteDialog,
  rollBack: RollbackDialog,
  unmark: UnmarkDialog,
  annul: AnnulDialog,
}
export type DeploymentAction = keyof typeof dialogs

export default function DeploymentDialog({
  action,
  ...props
}: DeploymentDialogProps & { action: DeploymentAction }) {
  const ActionDialog = dialogs[action]
  return <ActionDialog {...props} />
}

function CompleteDialog({ deployment, onOpenChange }: DeploymentDialogProps) {
  const [outcome, setOutcome] = useState<"DEPLOYED" | "FAILED">("DEPLOYED")
  const path = api("/platform/deployments/{id}", deployment.id)
  const onChanged = useDeploymentChanged(
    deployment,
    ({ imageTag, status }) => `${imageTag} marked as ${deploymentStatusStyles[status].word.toLowerCase()}`,
  )
  const complete = useEdit(path, deployment, onChanged)
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title="Complete deployment"
      description={`${nameOf(deployment)} was not reported as finished.`}
      submit="Complete"
      action={complete}
      read={(form) => {
        const at = String(form.get("completedAt"))
        return { status: outcome, ...(at && { completedAt: new Date(at).toISOString() }) }
      }}
    >
      <Segmented
        label="Outcome"
        value={outcome}
        onValueChange={setOutcome}
        options={[
          { value: "DEPLOYED", label: "Deployed" },
          { value: "FAILED", label: "Failed" },
        ]}
      />
      <TextField
        label="Completed at"
        optional
        hint="Local time. Leave empty for now."
        name="completedAt"
        type="datetime-local"
        step={1}
      />
    </FormDialog>
  )
}

export function RollbackDialog({ deployment, onOpenChange }: DeploymentDialogProps) {
  const [isMissing, setIsMissing] = useState(false)
  const path = api("/platform/deployments/{id}", deployment.id)
  const onChanged = useDeploymentChanged(deployment, "Deployment marked as rolled back")
  const mark = useEdit(path, deployment, onChanged)
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title="Mark as rolled back"
      description={`${nameOf(deployment)}. The previous version becomes current again. This only records the rollback; nothing is deployed. You can remove the mark later.`}
      submit="Mark as rolled back"
      danger
      action={mark}
      read={(form) => {
        const rollbackReason = String(form.get("rollbackReason")).trim()
        setIsMissing(rollbackReason === "")
        return rollbackReason ? { status: "ROLLED_BACK" as const, rollbackReason } : null
      }}
    >
      <TextArea
        label="Reason"
        hint="Shown with the record and in Activity."
        error={isMissing ? "Enter a reason." : undefined}
        name="rollbackReason"
        maxLength={maxLength}
        required
        autoFocus
      />
    </FormDialog>
  )
}

function UnmarkDialog({ deployment, onOpenChange }: DeploymentDialogProps) {
  const path = api("/platform/deployments/{id}/unmark", deployment.id)
  const unmark = useApiMutation("POST", path, useDeploymentChanged(deployment, "Rollback mark removed"))
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title="Remove rollback mark"
      description={`${nameOf(deployment)} returns to the status it had before it was marked. Nothing is deployed.`}
      submit="Remove mark"
      action={unmark}
      read={() => undefined}
    />
  )
}

function AnnulDialog({ deployment, onOpenChange }: DeploymentDialogProps) {
  const path = api("/platform/deployments/{id}/annul", deployment.id)
  const annul = useApiMutation("POST", path, useDeploymentChanged(deployment, "Deployment annulled"))
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title="Annul deployment"
      description={`${nameOf(deployment)}. The record and the reason are kept, but it is excluded from metrics, lists and current state. You can restore it later.`}
      submit="Annul"
      danger
      action={annul}
      read={(form) => ({ reason: String(form.get("reason")).trim() })}
    >
      <TextArea
        label="Reason"
        hint="Shown with the record and in the audit log."
        name="reason"
        maxLength={maxLength}
        required
        autoFocus
      />
    </FormDialog>
  )
}

export function NotesDialog({ deployment, onOpenChange }: DeploymentDialogProps) {
  // The notes when the dialog opened, regardless of later updates.
  const [notes] = useState(deployment.notes)
  const path = api("/platform/deployments/{id}", deployment.id)
  const save = useEdit(path, deployment, useDeploymentChanged(deployment, "Notes saved"))
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title="Notes"
      description={nameOf(deployment)}
      submit="Save"
      action={save}
      read={(form) => {
        const text = String(form.get("notes"))
        return { notes: text.trim() === "" ? null : text }
      }}
    >
      <TextArea
        label="Notes"
        hint="Context for your team, such as an incident, a ticket or a reason."
        name="notes"
        rows={6}
        maxLength={maxLength}
        defaultValue={notes ?? ""}
        autoFocus
      />
    </FormDialog>
  )
}

function nameOf({ imageTag, application, environment }: Deployment): string {
  return `${imageTag} of ${application} in ${environment}`
}
