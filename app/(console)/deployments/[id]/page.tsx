import type { Metadata } from "next"
import { viewerRights } from "@/components/layout/viewer-rights"
import { readForPage } from "@/lib/identity/auth/page-actor"
import { getDeployment } from "@/lib/ledger/deployments/find-deployment"
import { DeploymentView } from "./deployment-view"

const readDeployment = readForPage(getDeployment)

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { entity: deployment } = await readDeployment((await params).id)
  return { title: `${deployment.imageTag} in ${deployment.environment}` }
}

export default async function DeploymentPage({ params }: Props) {
  const { actor, entity: deployment } = await readDeployment((await params).id)
  return <DeploymentView loaded={deployment} rights={viewerRights(actor)} />
}
