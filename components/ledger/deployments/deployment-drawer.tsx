"use client"

import { useQuery } from "@tanstack/react-query"
import { Maximize2 } from "lucide-react"
import { ArrivedBy } from "@/components/admin/requests/arrived-by"
import type { ListDrawerProps } from "@/components/layout/list-page"
import { DeploymentActions } from "@/components/ledger/deployments/deployment-actions"
import { AuditTrail, DeploymentFacts } from "@/components/ledger/deployments/deployment-facts"
import { AnnulledBadge, AnnulledNote, RollbackNote } from "@/components/ledger/deployments/deployment-notes"
import { Replaced, ServiceVersions, TagPath } from "@/components/ledger/deployments/deployment-path"
import { deploymentQuery } from "@/components/ledger/deployments/deployment-queries"
import type { DeploymentRights } from "@/components/ledger/deployments/deployment-rights"
import { DeploymentTenants } from "@/components/ledger/deployments/deployment-tenants"
import { StatusBadge } from "@/components/ledger/deployments/status-badge"
import { IconLink } from "@/components/ui/icon-button"
import { DrawerSection, RecordDrawer } from "@/components/ui/record-drawer"
import { VersionText } from "@/components/ui/version-text"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { pages } from "@/lib/platform/paths"

export interface DeploymentDrawerProps extends ListDrawerProps<Deployment> {
  rights: DeploymentRights
}

/** The details of a deployment, next to the list or timeline it was opened from. */
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
      footer={(deployment) =>
        rights.change && <DeploymentActions deployment={deployment} canAnnul={rights.annul} />
      }
    >
      {(deployment) => <DeploymentDetails key={deployment.id} deployment={deployment} rights={rights} />}
    </RecordDrawer>
  )
}

interface DeploymentDetailsProps {
  deployment: Deployment
  rights: DeploymentRights
}

/** All details of a deployment in one column, for the drawer. */
export function DeploymentDetails({ deployment, rights }: DeploymentDetailsProps) {
  return (
    <>
      <AnnulledNote deployment={deployment} />
      <RollbackNote deployment={deployment} />
      <DrawerSection title="Replaced">
        <Replaced deployment={deployment} />
      </DrawerSection>
      <DrawerSection title="Path of this version">
        <TagPath deployment={deployment} />
      </DrawerSection>
      {rights.releases && (
        <DrawerSection title="Tenants that run this">
          <DeploymentTenants deployment={deployment} />
        </DrawerSection>
      )}
      <ServiceVersions deployment={deployment} />
      <DrawerSection title="Recorded">
        <DeploymentFacts deployment={deployment} />
      </DrawerSection>
      {rights.audit && (
        <DrawerSection title="Arrived by">
          <ArrivedBy deploymentId={deployment.id} />
        </DrawerSection>
      )}
      {rights.audit && (
        <DrawerSection title="Audit">
          <AuditTrail deploymentId={deployment.id} />
        </DrawerSection>
      )}
    </>
  )
}
