import type { Metadata } from "next"
import { viewerRights } from "@/components/layout/viewer-rights"
import { deploymentQuery } from "@/components/ledger/deployments/deployment-queries"
import { readForPage } from "@/lib/identity/auth/page-actor"
import { getDeployment } from "@/lib/ledger/deployments/find-deployment"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { DeploymentView } from "./deployment-view"

const readDeployment = readForPage(getDeployment)

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { entity: deployment } = await readDeployment((await params).id)
  return { title: `${deployment.imageTag} in ${deployment.environment}` }
}

export default async function DeploymentPage({ params }: Props) {
  const { id } = await params
  const { actor, entity: deployment } = await readDeployment(id)
  return (
    <Hydrated reads={[preload(deploymentQuery(id), () => deployment)]}>
      <DeploymentView id={id} rights={viewerRights(actor)} />
    </Hydrated>
  )
}
