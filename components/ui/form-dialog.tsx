"use client"

import { useId, useState } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import type { DialogProps } from "@/components/ui/dialog-panels"
import { FormError } from "@/components/ui/form-error"

/** The part of a mutation that a dialog needs. */
export interface DialogAction<Body> {
  mutateAsync: (body: Body) => Promise<unknown>
  reset: () => void
  isPending: boolean
  error: unknown
}

interface FormDialogProps<Body> extends Omit<DialogProps, "footer"> {
  /** The label of the submit button. */
  submit: string
  /** The label of the other button. */
  leave?: string
  danger?: boolean
  action: DialogAction<Body>
  /** The body to send; null sends nothing, because the form shows what is missing. */
  read: (form: FormData) => Body | null
}

/** A dialog that sends a form. It closes after success; if the action fails, it stays open with the error. */
export function FormDialog<Body>(props: FormDialogProps<Body>) {
  const { submit, leave = "Cancel", danger = false, action, read, children, ...dialog } = props
  const [opened, setOpened] = useState(false)
  const formId = useId()
  function change(open: boolean) {
    if (open) action.reset()
    setOpened(open)
    dialog.onOpenChange?.(open)
  }
  return (
    <Dialog
      {...dialog}
      open={dialog.open ?? opened}
      onOpenChange={change}
      footer={
        <>
          <Button onClick={() => change(false)}>{leave}</Button>
          <Button
            type="submit"
            form={formId}
            variant={danger ? "danger" : "primary"}
            loading={action.isPending}
          >
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault()
          const body = read(new FormData(event.currentTarget))
          // By promise, because the callbacks of `mutate` are dropped when the change removes this dialog from the page.
          if (body !== null)
            action.mutateAsync(body).then(
              () => change(false),
              () => undefined,
            )
        }}
        className="flex flex-col gap-4"
      >
        <FormError error={action.error} />
        {children}
      </form>
    </Dialog>
  )
}
