import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { releaseQuery, revisionsQuery } from "@/components/releases/release-queries"
import { hydrate } from "@/lib/api/hydrate"
import { may } from "@/lib/auth/actor"
import { listRevisions } from "@/lib/releases/list-revisions"
import { readRelease } from "./read-release"
import { ReleaseView } from "./release-view"

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { release } = await readRelease((await params).id)
  return { title: `${release.releaseName} of ${release.tenantName}` }
}

export default async function ReleasePage({ params }: Props) {
  const { id } = await params
  const { actor, release } = await readRelease(id)
  const state = await hydrate((client) => [
    client.prefetchQuery({ ...releaseQuery(id), queryFn: () => release }),
    client.prefetchQuery({
      ...revisionsQuery(id),
      queryFn: async () => (await listRevisions(actor, id, { limit: 500 })).items,
    }),
  ])
  return (
    <HydrationBoundary state={state}>
      <ReleaseView id={id} mayChange={may(actor, "releases:write")} />
    </HydrationBoundary>
  )
}
