import type { ReactNode } from "react"
import { ArrivedBy } from "@/components/admin/requests/arrived-by"
import { AuditTrail, DeploymentFacts } from "@/components/ledger/deployments/deployment-facts"
import { Replaced, ServiceVersions, TagPath } from "@/components/ledger/deployments/deployment-path"
import type { DeploymentRights } from "@/components/ledger/deployments/deployment-rights"
import { DeploymentTenants } from "@/components/ledger/deployments/deployment-tenants"
import type { Deployment } from "@/lib/ledger/deployments/schema"

interface Section {
  title: string
  content: ReactNode
  /** On its own page, next to the others. */
  aside?: boolean
}

/** The details of a deployment, for its drawer and its page. */
export function deploymentSections(deployment: Deployment, rights: DeploymentRights): Section[] {
  const sections: (Section | false)[] = [
    { title: "Replaced", content: <Replaced deployment={deployment} /> },
    { title: "Path of this version", aside: true, content: <TagPath deployment={deployment} /> },
    rights.releases && {
      ...{ title: "Tenants that run this", aside: true },
      content: <DeploymentTenants deployment={deployment} />,
    },
    deployment.serviceVersions !== null && {
      ...{ title: "Services", aside: true },
      content: <ServiceVersions deployment={deployment} />,
    },
    { title: "Recorded", content: <DeploymentFacts deployment={deployment} /> },
    rights.audit && {
      ...{ title: "Arrived by", aside: true },
      content: <ArrivedBy deploymentId={deployment.id} />,
    },
    rights.audit && {
      ...{ title: "Audit", aside: true },
      content: <AuditTrail deploymentId={deployment.id} />,
    },
  ]
  return sections.filter((section) => section !== false)
}
