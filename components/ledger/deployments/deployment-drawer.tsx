"use client"

import { useQuery } from "@tanstack/react-query"
import { Maximize2 } from "lucide-react"
import type { ReactNode } from "react"
import { ArrivedBy } from "@/components/admin/requests/arrived-by"
import { DeploymentActions } from "@/components/ledger/deployments/deployment-actions"
import { AuditTrail, DeploymentFacts } from "@/components/ledger/deployments/deployment-facts"
import { AnnulledBadge, AnnulledNote, RollbackNote } from "@/components/ledger/deployments/deployment-notes"
import { Replaced, ServiceVersions, TagPath } from "@/components/ledger/deployments/deployment-path"
import { deploymentQuery } from "@/components/ledger/deployments/deployment-queries"
import type { DeploymentRights } from "@/components/ledger/deployments/deployment-rights"
import { DeploymentTenants } from "@/components/ledger/deployments/deployment-tenants"
import { StatusBadge } from "@/components/ledger/deployments/status-badge"
import { Drawer } from "@/components/ui/dialog"
import { ErrorState } from "@/components/ui/error-state"
import { PageLink } from "@/components/ui/page-link"
import { Skeleton } from "@/components/ui/skeleton"
import { Tooltip } from "@/components/ui/tooltip"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { pages } from "@/lib/platform/paths"

export interface DeploymentDrawerProps {
  /** Null: closed. */
  id: string | null
  onClose: () => void
  /** The record from the list, shown until the full record is loaded. */
  known?: Deployment
  onNext?: () => void
  onPrevious?: () => void
  rights: DeploymentRights
}

/** The details of a deployment, next to the list or timeline it was opened from. */
export function DeploymentDrawer({ id, onClose, known, onNext, onPrevious, rights }: DeploymentDrawerProps) {
  const query = useQuery({ ...deploymentQuery(id ?? ""), enabled: id !== null, placeholderData: known })
  const deployment = query.data
  return (
    <Drawer
      open={id !== null}
      onOpenChange={(open) => !open && onClose()}
      title={
        <span className="flex items-center gap-2">
          <span className="truncate font-mono">{deployment?.imageTag ?? "Deployment"}</span>
          {deployment && <StatusBadge status={deployment.status} />}
          {deployment && <AnnulledBadge deployment={deployment} />}
        </span>
      }
      description={deployment && `${deployment.application} in ${deployment.environment}`}
      onNext={onNext}
      onPrevious={onPrevious}
      actions={
        id !== null && (
          <Tooltip content="Open page" labels>
            <PageLink
              href={pages.deployment(id)}
              aria-label="Open page"
              className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-text pointer-coarse:size-10"
            >
              <Maximize2 size={14} aria-hidden="true" />
            </PageLink>
          </Tooltip>
        )
      }
      footer={
        rights.change && deployment && <DeploymentActions deployment={deployment} canAnnul={rights.annul} />
      }
    >
      {deployment ? (
        <DeploymentDetails key={deployment.id} deployment={deployment} rights={rights} />
      ) : query.isError ? (
        <ErrorState title="Could not load the deployment" read={query} />
      ) : (
        <div className="flex flex-col gap-4">
          <Skeleton className="h-8 w-2/3" />
          <Skeleton className="h-24 w-full" />
          <Skeleton className="h-72 w-full" />
        </div>
      )}
    </Drawer>
  )
}

interface DeploymentDetailsProps {
  deployment: Deployment
  rights: DeploymentRights
}

/** All details of a deployment in one column, for the drawer. */
export function DeploymentDetails({ deployment, rights }: DeploymentDetailsProps) {
  return (
    <div className="flex flex-col gap-5">
      <AnnulledNote deployment={deployment} />
      <RollbackNote deployment={deployment} />
      <Section title="Replaced">
        <Replaced deployment={deployment} />
      </Section>
      <Section title="Path of this version">
        <TagPath deployment={deployment} />
      </Section>
      {rights.releases && (
        <Section title="Tenants that run this">
          <DeploymentTenants deployment={deployment} />
        </Section>
      )}
      <ServiceVersions deployment={deployment} />
      <Section title="Recorded">
        <DeploymentFacts deployment={deployment} />
      </Section>
      {rights.audit && (
        <Section title="Arrived by">
          <ArrivedBy deploymentId={deployment.id} />
        </Section>
      )}
      {rights.audit && (
        <Section title="Audit">
          <AuditTrail deploymentId={deployment.id} />
        </Section>
      )}
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 text-sm font-medium">{title}</h3>
      {children}
    </section>
  )
}
