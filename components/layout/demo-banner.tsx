"use client"

import { lazy, useState } from "react"
import { MountOnOpen } from "@/components/ui/lazy-trigger"

const RemoveDemoDialog = lazy(() => import("@/components/layout/remove-demo-dialog"))

/** A notice that the data is demo data. `removable`: this user may remove it permanently. */
export function DemoBanner({ removable }: { removable: boolean }) {
  return (
    <aside
      aria-label="Demo data"
      className="flex min-h-8 shrink-0 flex-wrap items-center justify-center gap-x-2 border-b border-line bg-raised px-4 py-1 text-xs text-muted print:hidden"
    >
      You are viewing demo data.
      {removable && <RemoveDemo />}
    </aside>
  )
}

function RemoveDemo() {
  const [open, onOpenChange] = useState(false)
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => onOpenChange(true)}
        className="rounded-sm text-accent underline underline-offset-2 pointer-coarse:-my-3 pointer-coarse:py-3"
      >
        Remove demo data
      </button>
      <MountOnOpen open={open}>
        <RemoveDemoDialog open={open} onOpenChange={onOpenChange} />
      </MountOnOpen>
    </>
  )
}
