import type { DialogProps } from "@/components/ui/dialog-panels"
import { type DialogAction, FormDialog } from "@/components/ui/form-dialog"

interface ConfirmDialogProps
  extends Pick<DialogProps, "open" | "onOpenChange" | "trigger" | "title" | "description"> {
  /** The label of the confirm button. */
  confirm: string
  /** The label of the other button. */
  leave?: string
  action: DialogAction<undefined>
}

/** Asks for confirmation before a consequential action. */
export function ConfirmDialog({ confirm, ...props }: ConfirmDialogProps) {
  return <FormDialog width="sm" submit={confirm} danger read={() => undefined} {...props} />
}
