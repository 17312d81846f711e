import { Plus } from "lucide-react"
import { Slot } from "radix-ui"
import { type ComponentProps, Fragment, type ReactNode, useState } from "react"
import { Button } from "@/components/ui/button"
import { MountOnOpen } from "@/components/ui/lazy-trigger"

export interface DialogState {
  open: boolean
  onOpenChange: (open: boolean) => void
}

interface DialogButtonProps extends ComponentProps<typeof Button> {
  /** The dialog; if lazy, its code is loaded when the button is first pressed. */
  dialog: (state: DialogState) => ReactNode
}

/** The button of a page that opens the dialog for something new. */
export function NewButton(props: DialogButtonProps) {
  return <DialogButton variant="primary" icon={<Plus size={14} />} {...props} />
}

export function DialogButton({ dialog, ...button }: DialogButtonProps) {
  return <DialogTrigger trigger={<Button {...button} />} dialog={dialog} />
}

interface DialogTriggerProps extends Pick<DialogButtonProps, "dialog"> {
  trigger: ReactNode
}

/** A button of any kind that opens a dialog, which starts empty each time. */
export function DialogTrigger({ trigger, dialog }: DialogTriggerProps) {
  const [open, onOpenChange] = useState(false)
  // The dialog as it was when it opened: a later update must not change the fields that were not edited yet.
  const [opened, setOpened] = useState({ openings: 0, dialog })
  function press() {
    setOpened({ openings: opened.openings + 1, dialog })
    onOpenChange(true)
  }
  return (
    <>
      <Slot.Root aria-haspopup="dialog" aria-expanded={open} onClick={press}>
        {trigger}
      </Slot.Root>
      <MountOnOpen open={open}>
        <Fragment key={opened.openings}>{opened.dialog({ open, onOpenChange })}</Fragment>
      </MountOnOpen>
    </>
  )
}
