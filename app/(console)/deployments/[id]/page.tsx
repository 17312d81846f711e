import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { cache } from "react"
import { z } from "zod"
import { deploymentQuery } from "@/components/ledger/deployments/deployment-queries"
import { deploymentRights } from "@/components/ledger/deployments/deployment-rights"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { getDeployment } from "@/lib/ledger/deployments/find-deployment"
import { DomainError } from "@/lib/platform/errors"
import { hydrate } from "@/lib/web/client/hydrate"
import { DeploymentView } from "./deployment-view"

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params
  const { deployment } = await read(id)
  return { title: `${deployment.imageTag} in ${deployment.environment}` }
}

export default async function DeploymentPage({ params }: Props) {
  const { id } = await params
  const { actor, deployment } = await read(id)
  const state = await hydrate((client) => [
    client.prefetchQuery({ ...deploymentQuery(id), queryFn: () => deployment }),
  ])
  return (
    <HydrationBoundary state={state}>
      <DeploymentView id={id} rights={deploymentRights(actor)} />
    </HydrationBoundary>
  )
}

/** Cached for the title and the page. An invalid id, or one the caller cannot access, results in a 404 page. */
const read = cache(async (id: string) => {
  const { actor } = await requirePageUser()
  if (!z.uuid().safeParse(id).success) notFound()
  try {
    return { actor, deployment: await getDeployment(actor, id) }
  } catch (error) {
    if (error instanceof DomainError && error.kind === "not_found") notFound()
    throw error
  }
})
