"use client"

import type { DialogState } from "@/components/ui/dialog-button"
import { FormDialog } from "@/components/ui/form-dialog"
import { TextArea } from "@/components/ui/text-field"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { api } from "@/lib/platform/paths"
import { quarantinedName } from "@/lib/policy/quarantine/kinds"
import { maxReasonLength } from "@/lib/policy/quarantine/reason"
import type { Quarantine } from "@/lib/policy/quarantine/schema"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

export default function LiftDialog({ quarantine, ...state }: DialogState & { quarantine: Quarantine }) {
  const lift = useApiMutation(
    (reason: string) => request(api.quarantine(quarantine.id, { reason }), { method: "DELETE" }),
    { toast: "Quarantine lifted", invalidates: [queryKeys.all] },
  )
  return (
    <FormDialog
      {...state}
      width="sm"
      title={`Lift the quarantine of ${quarantinedName(quarantine)}?`}
      description="It can be deployed again. The quarantine stays in the list with this reason."
      submit="Lift quarantine"
      action={lift}
      read={(form) => String(form.get("reason")).trim()}
    >
      <TextArea label="Reason" name="reason" required maxLength={maxReasonLength} autoFocus />
    </FormDialog>
  )
}
