"use client"

import { type ReactNode, useState } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { FormError } from "@/components/ui/form-error"

interface ConfirmDialogProps {
  /** The button that opens the dialog. */
  trigger: ReactNode
  /** A question: "Disable Ada?" */
  title: string
  /** What happens, and what does not. */
  description: ReactNode
  /** The labels of the confirm and cancel buttons. */
  confirm: string
  leave: string
  danger?: boolean
  /** The mutation to run. */
  action: {
    mutate: (nothing: undefined, options: { onSuccess: () => void }) => void
    reset: () => void
    isPending: boolean
    error: unknown
  }
}

/** Asks for confirmation before a consequential action. If the action fails, the dialog stays open with the error. */
export function ConfirmDialog({ action, danger = true, ...words }: ConfirmDialogProps) {
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (next) action.reset()
        setOpen(next)
      }}
      width="sm"
      trigger={words.trigger}
      title={words.title}
      description={words.description}
      footer={
        <>
          <Button onClick={close}>{words.leave}</Button>
          <Button
            variant={danger ? "danger" : "primary"}
            loading={action.isPending}
            onClick={() => action.mutate(undefined, { onSuccess: close })}
          >
            {words.confirm}
          </Button>
        </>
      }
    >
      <FormError error={action.error} />
    </Dialog>
  )
}
