"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useId, useState } from "react"
import { patchDeployment } from "@/components/ledger/deployments/patch-deployment"
import type { ActionDialogProps } from "@/components/ledger/deployments/rollback-dialog"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { TextArea } from "@/components/ui/text-field"
import { showToast } from "@/components/ui/toast"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { api } from "@/lib/platform/paths"
import { ApiError } from "@/lib/web/client/api-error"
import { request, requestTagged } from "@/lib/web/client/request"

/** Edits the notes without overwriting concurrent changes. */
export function NotesDialog({ deployment, open, onOpenChange }: ActionDialogProps) {
  const formId = useId()
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: ({ seen, notes }: { seen: string | null; notes: string }) =>
      writeNotes(deployment.id, seen, notes),
    onSuccess: (written) => {
      patchDeployment(client, written)
      onOpenChange(false)
      showToast("Notes saved")
    },
  })
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Notes"
      description={`${deployment.imageTag} of ${deployment.application} in ${deployment.environment}`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" loading={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <NotesForm
        id={formId}
        key={open ? "open" : "closed"}
        notes={deployment.notes}
        error={save.error}
        onSave={(seen, notes) => save.mutate({ seen, notes })}
      />
    </Dialog>
  )
}

interface NotesFormProps {
  id: string
  notes: string | null
  error: unknown
  onSave: (seen: string | null, notes: string) => void
}

function NotesForm({ id, notes, error, onSave }: NotesFormProps) {
  // The notes when the dialog opened, regardless of later updates.
  const [seen] = useState(notes)
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    onSave(seen, String(new FormData(event.currentTarget).get("notes")))
  }
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-3 pb-2">
      <FormError error={error} />
      <Field label="Notes" hint="Context for your team, such as an incident, a ticket or a reason.">
        {(control) => (
          <TextArea
            {...control}
            name="notes"
            rows={6}
            maxLength={10_000}
            defaultValue={seen ?? ""}
            autoFocus
          />
        )}
      </Field>
    </form>
  )
}

/** Reads the notes before writing them; a change since `seen` is a readable conflict. */
async function writeNotes(id: string, seen: string | null, notes: string): Promise<Deployment> {
  const { body, etag } = await requestTagged<Deployment>(api.deployment(id))
  if ((body.notes ?? "") !== (seen ?? "")) {
    const theirs = body.notes ? `Current notes: “${body.notes}”` : "The notes are now empty."
    throw new ApiError(409, `Another user changed the notes. ${theirs} Your text is still here.`, "conflict")
  }
  return request<Deployment>(api.deployment(id), {
    method: "PATCH",
    body: { notes: notes.trim() === "" ? null : notes },
    headers: etag === null ? {} : { "if-match": etag },
  })
}
