import { Check, FileX, NotebookPen, Undo2 } from "lucide-react"
import dynamic from "next/dynamic"
import { type ReactNode, useState } from "react"
import { QuarantineButton } from "@/components/admin/quarantine/quarantine-button"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import type { DeploymentAction } from "@/components/ledger/deployments/deployment-dialogs"
import { useDeploymentChanged } from "@/components/ledger/deployments/deployment-events"
import { Button } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { Deployment, DeploymentStatus } from "@/lib/ledger/deployments/schema"
import { api } from "@/lib/platform/paths"

interface Offer {
  action: DeploymentAction
  label: string
  icon: ReactNode
  variant?: "danger"
}

const rollBack: Offer = {
  action: "rollBack",
  label: "Mark as rolled back…",
  icon: <StatusGlyph shape="u-turn" size={12} />,
  variant: "danger",
}
const offers: Record<DeploymentStatus, Offer> = {
  PENDING: { action: "complete", label: "Complete…", icon: <Check size={14} /> },
  DEPLOYED: rollBack,
  FAILED: rollBack,
  ROLLED_BACK: { action: "unmark", label: "Remove rollback mark…", icon: <Undo2 size={14} /> },
}

const DeploymentDialog = dynamic(() => import("@/components/ledger/deployments/deployment-dialogs"))

interface DeploymentActionsProps {
  deployment: Deployment
  rights: ViewerRights
}

export function DeploymentActions({ deployment, rights }: DeploymentActionsProps) {
  const [action, setAction] = useState<DeploymentAction | null>(null)
  const restorePath = api("/platform/deployments/{id}/restore", deployment.id)
  const restore = useApiMutation("POST", restorePath, useDeploymentChanged(deployment, "Deployment restored"))
  const offer = offers[deployment.status]
  if (deployment.annulledAt !== null) {
    return (
      rights.admin && (
        <>
          <FormError error={restore.error} />
          <Button
            icon={<Undo2 size={14} />}
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
      <Button icon={<NotebookPen size={14} />} onClick={() => setAction("notes")}>
        Edit notes…
      </Button>
      <Button variant={offer.variant} icon={offer.icon} onClick={() => setAction(offer.action)}>
        {offer.label}
      </Button>
      {rights.changeReleases && <QuarantineButton version={deployment} />}
      {rights.admin && (
        <Button variant="danger" icon={<FileX size={14} />} onClick={() => setAction("annul")}>
          Annul…
        </Button>
      )}
      {action && (
        <DeploymentDialog
          action={action}
          deployment={deployment}
          onOpenChange={(open) => !open && setAction(null)}
        />
      )}
    </>
  )
}
