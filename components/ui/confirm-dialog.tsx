import type { ReactNode } from "react"
import type { DialogProps } from "@/components/ui/dialog-panels"
import { type DialogAction, FormDialog } from "@/components/ui/form-dialog"

interface ConfirmDialogProps
  extends Pick<DialogProps, "open" | "onOpenChange" | "trigger" | "title" | "description" | "width"> {
  confirm: string
  leave?: string
  action: DialogAction<undefined>
  /** Shown after it was done, until the dialog is closed. */
  result?: ReactNode
}

export function ConfirmDialog({ confirm, ...props }: ConfirmDialogProps) {
  return <FormDialog width="sm" submit={confirm} danger read={() => undefined} {...props} />
}
