"use client"

import { type ReactNode, useState } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { FormError } from "@/components/ui/form-error"

interface ConfirmDialogProps {
  /** The button that asks. */
  trigger: ReactNode
  /** A question: "Disable Ada?" */
  title: string
  /** What happens, and what does not. */
  description: ReactNode
  /** What doing it is called, and what leaving it. */
  confirm: string
  leave: string
  danger?: boolean
  /** The mutation that does it. */
  action: {
    mutate: (nothing: undefined, options: { onSuccess: () => void }) => void
    reset: () => void
    isPending: boolean
    error: unknown
  }
}

/** Asks before something that one press must not do. It stays open with the reason where that was refused. */
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
