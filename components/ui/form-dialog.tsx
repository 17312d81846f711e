"use client"

import { type ReactNode, useId, useState } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import type { DialogProps } from "@/components/ui/dialog-panels"
import { Form, type FormAction } from "@/components/ui/form"

export interface DialogAction<Body> extends FormAction<Body> {
  reset: () => void
  isPending: boolean
}

interface FormDialogProps<Body> extends Omit<DialogProps, "footer"> {
  submit: string
  leave?: string
  danger?: boolean
  /** False while required data is not loaded. */
  ready?: boolean
  action: DialogAction<Body>
  /** The body to send; null sends nothing, because the form shows what is missing. */
  read: (form: FormData) => Body | null
  onRefused?: () => void
  /** Replaces the form after it was sent, until the dialog is closed; null before. */
  result?: ReactNode
}

/** A dialog that sends a form. It closes after success; if the action fails, it stays open with the error. */
export function FormDialog<Body>(props: FormDialogProps<Body>) {
  const { submit, leave = "Cancel", danger, ready = true, action, read, onRefused, result, ...rest } = props
  const { children, ...dialog } = rest
  const [opened, setOpened] = useState(false)
  const formId = useId()
  function change(open: boolean) {
    if (open) action.reset()
    setOpened(open)
    dialog.onOpenChange?.(open)
  }
  const close = () => change(false)
  return (
    <Dialog
      {...dialog}
      open={dialog.open ?? opened}
      onOpenChange={change}
      footer={
        result ? (
          <Button variant="primary" onClick={close}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={close}>{leave}</Button>
            <Button
              type="submit"
              form={formId}
              variant={danger ? "danger" : "primary"}
              disabled={!ready}
              loading={action.isPending}
            >
              {submit}
            </Button>
          </>
        )
      }
    >
      {result || (
        <Form
          id={formId}
          action={action}
          read={(form) => (ready ? read(form) : null)}
          onDone={result === undefined ? close : undefined}
          onRefused={onRefused}
        >
          {children}
        </Form>
      )}
    </Dialog>
  )
}
