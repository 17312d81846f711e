import { useQuery } from "@tanstack/react-query"
import { Maximize2 } from "lucide-react"
import { QuarantineNote } from "@/components/admin/quarantine/quarantine-note"
import type { ListDrawerProps } from "@/components/layout/list-page"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import { DeploymentActions } from "@/components/ledger/deployments/deployment-actions"
import { AnnulledBadge, AnnulledNote, RollbackNote } from "@/components/ledger/deployments/deployment-notes"
import { deploymentQuery } from "@/components/ledger/deployments/deployment-queries"
import { deploymentSections } from "@/components/ledger/deployments/deployment-sections"
import { StatusBadge } from "@/components/ledger/deployments/status-badge"
import { IconLink } from "@/components/ui/icon-button"
import { DrawerSection, RecordDrawer } from "@/components/ui/record-drawer"
import { VersionText } from "@/components/ui/version-text"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { pages } from "@/lib/platform/paths"

export interface DeploymentDrawerProps extends ListDrawerProps<Deployment> {
  rights: ViewerRights
}

export default function DeploymentDrawer({ known, rights, ...drawer }: DeploymentDrawerProps) {
  const { id } = drawer
  const read = useQuery({ ...deploymentQuery(id ?? ""), enabled: id !== null, placeholderData: known })
  return (
    <RecordDrawer
      {...drawer}
      read={read}
      noun="deployment"
      title={(deployment) => (
        <>
          <VersionText value={deployment.imageTag} />
          <StatusBadge status={deployment.status} />
          <AnnulledBadge deployment={deployment} />
        </>
      )}
      description={({ application, environment }) => `${application} in ${environment}`}
      actions={
        id !== null && (
          <IconLink label="Open page" href={pages.deployment(id)}>
            <Maximize2 size={14} />
          </IconLink>
        )
      }
      footer={(deployment) => rights.record && <DeploymentActions {...{ deployment, rights }} />}
    >
      {(deployment) => (
        <>
          <AnnulledNote deployment={deployment} />
          <QuarantineNote version={deployment} />
          <RollbackNote deployment={deployment} />
          {deploymentSections(deployment, rights).map(({ title, content }) => (
            <DrawerSection key={title} title={title}>
              {content}
            </DrawerSection>
          ))}
        </>
      )}
    </RecordDrawer>
  )
}
