"use client"

import { useSuspenseQuery } from "@tanstack/react-query"
import { QuarantineNote } from "@/components/admin/quarantine/quarantine-note"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import { DeploymentActions } from "@/components/ledger/deployments/deployment-actions"
import { useDeploymentEvents } from "@/components/ledger/deployments/deployment-events"
import { AnnulledBadge, AnnulledNote, RollbackNote } from "@/components/ledger/deployments/deployment-notes"
import { deploymentQuery } from "@/components/ledger/deployments/deployment-queries"
import { deploymentSections } from "@/components/ledger/deployments/deployment-sections"
import { StatusBadge } from "@/components/ledger/deployments/status-badge"
import { Card } from "@/components/ui/card"
import { pages } from "@/lib/platform/paths"

export function DeploymentView({ id, rights }: { id: string; rights: ViewerRights }) {
  const { data: deployment } = useSuspenseQuery(deploymentQuery(id))
  useDeploymentEvents()
  const sections = deploymentSections(deployment, rights)
  const cards = (aside: boolean) =>
    sections
      .filter((section) => (section.aside ?? false) === aside)
      .map(({ title, content }) => (
        <Card key={title} title={title}>
          {content}
        </Card>
      ))
  return (
    <>
      <PageHeader
        title={deployment.imageTag}
        crumbs={[{ label: "History", href: pages.history() }]}
        pickers={
          <>
            <StatusBadge status={deployment.status} />
            <AnnulledBadge deployment={deployment} />
            <span className="text-sm text-muted">
              {deployment.application} in {deployment.environment}
            </span>
          </>
        }
        actions={rights.record && <DeploymentActions {...{ deployment, rights }} />}
      />
      <PageBody>
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,5fr)_minmax(0,4fr)]">
          <div className="flex min-w-0 flex-col gap-4">
            <AnnulledNote deployment={deployment} />
            <QuarantineNote version={deployment} />
            <RollbackNote deployment={deployment} />
            {cards(false)}
          </div>
          <div className="flex min-w-0 flex-col gap-4">{cards(true)}</div>
        </div>
      </PageBody>
    </>
  )
}
