"use client"

import { Plus } from "lucide-react"
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

/** A button that opens a dialog, which starts empty each time. */
export function DialogButton({ dialog, ...button }: DialogButtonProps) {
  const [open, onOpenChange] = useState(false)
  const [openings, setOpenings] = useState(0)
  function press() {
    setOpenings(openings + 1)
    onOpenChange(true)
  }
  return (
    <>
      <Button aria-haspopup="dialog" aria-expanded={open} onClick={press} {...button} />
      <MountOnOpen open={open}>
        <Fragment key={openings}>{dialog({ open, onOpenChange })}</Fragment>
      </MountOnOpen>
    </>
  )
}
