"use client"

import { Check, NotebookPen } from "lucide-react"
import { useState } from "react"
import { CompleteDialog } from "@/components/deployments/complete-dialog"
import { NotesDialog } from "@/components/deployments/notes-dialog"
import { RollbackDialog } from "@/components/deployments/rollback-dialog"
import { Button } from "@/components/ui/button"
import { StatusGlyph } from "@/components/ui/status-glyph"
import type { Deployment, DeploymentStatus } from "@/lib/deployments/schema"

/** What can still be said of a deployment in each status. */
const offers: Record<DeploymentStatus, { complete: boolean; rollBack: boolean }> = {
  PENDING: { complete: true, rollBack: true },
  DEPLOYED: { complete: false, rollBack: true },
  FAILED: { complete: false, rollBack: true },
  ROLLED_BACK: { complete: false, rollBack: false },
}

type Action = "complete" | "rollBack" | "notes"

/** For operators: complete, roll back, annotate. Each asks first, and says why when it is refused. */
export function DeploymentActions({ deployment }: { deployment: Deployment }) {
  const [action, setAction] = useState<Action | null>(null)
  const dialog = (one: Action) => ({
    deployment,
    open: action === one,
    onOpenChange: (open: boolean) => setAction(open ? one : null),
  })
  const offered = offers[deployment.status]
  return (
    <>
      <Button size="sm" icon={<NotebookPen size={13} />} onClick={() => setAction("notes")}>
        Notes…
      </Button>
      {offered.complete && (
        <Button size="sm" icon={<Check size={13} />} onClick={() => setAction("complete")}>
          Complete…
        </Button>
      )}
      {offered.rollBack && (
        <Button
          size="sm"
          variant="danger"
          icon={<StatusGlyph shape="u-turn" size={12} />}
          onClick={() => setAction("rollBack")}
        >
          Mark rolled back…
        </Button>
      )}
      <NotesDialog {...dialog("notes")} />
      <CompleteDialog {...dialog("complete")} />
      <RollbackDialog {...dialog("rollBack")} />
    </>
  )
}
