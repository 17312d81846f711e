"use client"

import { Ban, Check, NotebookPen, Undo2 } from "lucide-react"
import { useState } from "react"
import {
  AnnulDialog,
  CompleteDialog,
  NotesDialog,
  RollbackDialog,
  UnmarkDialog,
  useRestoreDeployment,
} from "@/components/ledger/deployments/deployment-dialogs"
import { Button } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import { StatusGlyph } from "@/components/ui/status-glyph"
import type { Deployment, DeploymentStatus } from "@/lib/ledger/deployments/schema"

/** The actions available in each status. */
const offers: Record<DeploymentStatus, "complete" | "rollBack" | "unmark"> = {
  PENDING: "complete",
  DEPLOYED: "rollBack",
  FAILED: "rollBack",
  ROLLED_BACK: "unmark",
}

const dialogs = {
  notes: NotesDialog,
  complete: CompleteDialog,
  rollBack: RollbackDialog,
  unmark: UnmarkDialog,
  annul: AnnulDialog,
}
type Action = keyof typeof dialogs

/** For operators: complete, mark as rolled back, remove the mark, edit notes. For admins: annul and restore. */
export function DeploymentActions({ deployment, canAnnul }: { deployment: Deployment; canAnnul: boolean }) {
  const [action, setAction] = useState<Action | null>(null)
  const restore = useRestoreDeployment(deployment)
  const ActionDialog = action && dialogs[action]
  const offered = offers[deployment.status]
  if (deployment.annulledAt !== null) {
    return (
      canAnnul && (
        <>
          <FormError error={restore.error} />
          <Button
            size="sm"
            icon={<Undo2 size={13} />}
            loading={restore.isPending}
            onClick={() => restore.mutate(undefined)}
          >
            Restore
          </Button>
        </>
      )
    )
  }
  return (
    <>
      <Button size="sm" icon={<NotebookPen size={13} />} onClick={() => setAction("notes")}>
        Edit notes…
      </Button>
      {offered === "complete" && (
        <Button size="sm" icon={<Check size={13} />} onClick={() => setAction("complete")}>
          Complete…
        </Button>
      )}
      {offered === "rollBack" && (
        <Button
          size="sm"
          variant="danger"
          icon={<StatusGlyph shape="u-turn" size={12} />}
          onClick={() => setAction("rollBack")}
        >
          Mark as rolled back…
        </Button>
      )}
      {offered === "unmark" && (
        <Button size="sm" icon={<Undo2 size={13} />} onClick={() => setAction("unmark")}>
          Remove rollback mark…
        </Button>
      )}
      {canAnnul && (
        <Button size="sm" variant="danger" icon={<Ban size={13} />} onClick={() => setAction("annul")}>
          Annul…
        </Button>
      )}
      {ActionDialog && (
        <ActionDialog deployment={deployment} onOpenChange={(open) => !open && setAction(null)} />
      )}
    </>
  )
}
