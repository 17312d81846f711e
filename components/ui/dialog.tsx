"use client"

import { lazy, useId, useState } from "react"
import { Button } from "@/components/ui/button"
import type { DialogProps, DrawerProps } from "@/components/ui/dialog-panels"
import { FormError } from "@/components/ui/form-error"
import { LazyTrigger, MountOnOpen } from "@/components/ui/lazy-trigger"

const load = () => import("@/components/ui/dialog-panels")
const DialogPanel = lazy(() => load().then((file) => ({ default: file.DialogPanel })))
const DrawerPanel = lazy(() => load().then((file) => ({ default: file.DrawerPanel })))

/** A modal dialog. */
export function Dialog(props: DialogProps) {
  const panel = <DialogPanel {...props} />
  if (!props.trigger) return <MountOnOpen open={props.open ?? false}>{panel}</MountOnOpen>
  return (
    <LazyTrigger
      trigger={props.trigger}
      kind="dialog"
      open={props.open}
      onPress={() => props.onOpenChange?.(true)}
      load={load}
    >
      {panel}
    </LazyTrigger>
  )
}

/** Details at the side; the list behind it keeps its position. */
export function Drawer(props: DrawerProps) {
  return (
    <MountOnOpen open={props.open}>
      <DrawerPanel {...props} />
    </MountOnOpen>
  )
}

/** The part of a mutation that a dialog needs. */
export interface DialogAction<Body> {
  mutate: (body: Body, options: { onSuccess: () => void }) => void
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
          if (body !== null) action.mutate(body, { onSuccess: () => change(false) })
        }}
        className="flex flex-col gap-4"
      >
        <FormError error={action.error} />
        {children}
      </form>
    </Dialog>
  )
}
