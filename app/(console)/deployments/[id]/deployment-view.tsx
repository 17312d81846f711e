"use client"

import { useQuery } from "@tanstack/react-query"
import { ArrivedBy } from "@/components/admin/requests/arrived-by"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { DeploymentActions } from "@/components/ledger/deployments/deployment-actions"
import { useDeploymentEvents } from "@/components/ledger/deployments/deployment-events"
import { AuditTrail, DeploymentFacts } from "@/components/ledger/deployments/deployment-facts"
import { AnnulledBadge, AnnulledNote, RollbackNote } from "@/components/ledger/deployments/deployment-notes"
import { Replaced, ServiceVersions, TagPath } from "@/components/ledger/deployments/deployment-path"
import { deploymentQuery } from "@/components/ledger/deployments/deployment-queries"
import type { DeploymentRights } from "@/components/ledger/deployments/deployment-rights"
import { DeploymentTenants } from "@/components/ledger/deployments/deployment-tenants"
import { StatusBadge } from "@/components/ledger/deployments/status-badge"
import { Card } from "@/components/ui/card"
import { Loaded } from "@/components/ui/loaded"
import { pages } from "@/lib/platform/paths"

/** A deployment on its own page, for links to share. */
export function DeploymentView({ id, rights }: { id: string; rights: DeploymentRights }) {
  const query = useQuery(deploymentQuery(id))
  useDeploymentEvents()
  const deployment = query.data

  return (
    <>
      <PageHeader
        title={deployment ? `${deployment.imageTag}` : "Deployment"}
        crumbs={[{ label: "History", href: pages.history() }]}
        pickers={
          deployment && (
            <>
              <StatusBadge status={deployment.status} />
              <AnnulledBadge deployment={deployment} />
              <span className="text-sm text-muted">
                {deployment.application} in {deployment.environment}
              </span>
            </>
          )
        }
        actions={
          rights.change && deployment && <DeploymentActions deployment={deployment} canAnnul={rights.annul} />
        }
      />
      <PageBody>
        <Loaded read={query} failure="Could not load the deployment">
          {(deployment) => (
            <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,5fr)_minmax(0,4fr)]">
              <div className="flex min-w-0 flex-col gap-4">
                <AnnulledNote deployment={deployment} />
                <RollbackNote deployment={deployment} />
                <Card title="Replaced">
                  <Replaced deployment={deployment} />
                </Card>
                <Card title="Recorded">
                  <DeploymentFacts deployment={deployment} />
                </Card>
              </div>
              <div className="flex min-w-0 flex-col gap-4">
                <Card title="Path of this version">
                  <TagPath deployment={deployment} />
                </Card>
                {rights.releases && (
                  <Card title="Tenants that run this">
                    <DeploymentTenants deployment={deployment} />
                  </Card>
                )}
                {deployment.serviceVersions && (
                  <Card>
                    <ServiceVersions deployment={deployment} />
                  </Card>
                )}
                {rights.audit && (
                  <Card title="Arrived by">
                    <ArrivedBy deploymentId={deployment.id} />
                  </Card>
                )}
                {rights.audit && (
                  <Card title="Audit">
                    <AuditTrail deploymentId={deployment.id} />
                  </Card>
                )}
              </div>
            </div>
          )}
        </Loaded>
      </PageBody>
    </>
  )
}
