import { Fragment, type ReactNode, useId, useState } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import type { DialogProps } from "@/components/ui/dialog-panels"
import { Form, type FormAction } from "@/components/ui/form"
import { useUnsaved } from "@/components/ui/unsaved"

export interface DialogAction<Body> extends FormAction<Body> {
  reset: () => void
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
  onRejected?: () => void
  /** Replaces the form after it was sent, until the dialog is closed; null before. */
  result?: ReactNode
}

/** A dialog that sends a form. It closes after success; if the action fails, it stays open with the error. */
export function FormDialog<Body>(props: FormDialogProps<Body>) {
  const { submit, leave = "Cancel", danger, ready = true, action, read, onRejected, result, ...rest } = props
  const { children, ...dialog } = rest
  const [opened, setOpened] = useState(false)
  const [isEdited, setIsEdited] = useState(false)
  const [isConfirming, setIsConfirming] = useState(false)
  const formId = useId()
  useUnsaved(isEdited && !result)
  function change(open: boolean) {
    if (open) action.reset()
    setIsEdited(false)
    setIsConfirming(false)
    setOpened(open)
    dialog.onOpenChange?.(open)
  }
  const close = () => change(false)
  /** Escape, a click outside or the close button: asks before input is discarded, and waits for a response. */
  function dismiss(open: boolean) {
    if (open || result || !(isEdited || action.isPending)) return change(open)
    if (!action.isPending) setIsConfirming(!isConfirming)
  }
  return (
    <Dialog
      {...dialog}
      open={dialog.open ?? opened}
      onOpenChange={dismiss}
      // A result, such as a new token, cannot be shown again.
      keepOpen={Boolean(result)}
      footer={
        result ? (
          <Button variant="primary" onClick={close}>
            Done
          </Button>
        ) : isConfirming ? (
          // Buttons of its own, so that the first one receives the focus.
          <Fragment key="confirming">
            <p role="alert" className="mr-auto self-center text-sm">
              Discard your changes?
            </p>
            <Button onClick={() => setIsConfirming(false)} autoFocus>
              Keep editing
            </Button>
            <Button variant="danger" onClick={close}>
              Discard
            </Button>
          </Fragment>
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
          onInput={() => setIsEdited(true)}
          onDone={result === undefined ? close : undefined}
          onRejected={onRejected}
        >
          {children}
        </Form>
      )}
    </Dialog>
  )
}
