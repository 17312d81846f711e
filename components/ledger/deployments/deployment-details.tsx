import type { ReactNode } from "react"
import { AnnulledNote } from "@/components/ledger/deployments/annulled-note"
import { AuditTrail } from "@/components/ledger/deployments/audit-trail"
import { DeploymentFacts } from "@/components/ledger/deployments/deployment-facts"
import { DeploymentTenants } from "@/components/ledger/deployments/deployment-tenants"
import { Replaced } from "@/components/ledger/deployments/replaced"
import { RollbackNote } from "@/components/ledger/deployments/rollback-note"
import { ServiceVersions } from "@/components/ledger/deployments/service-versions"
import { TagPath } from "@/components/ledger/deployments/tag-path"
import type { Deployment } from "@/lib/ledger/deployments/schema"

/** What the current user may do with deployments. */
export interface DeploymentRights {
  change: boolean
  /** May annul and restore. */
  annul: boolean
  audit: boolean
  /** May see tenant releases; default: hidden. */
  releases?: boolean
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
