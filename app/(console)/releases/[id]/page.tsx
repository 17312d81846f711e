import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { releaseQuery, revisionsQuery } from "@/components/fleet/releases/release-queries"
import { listRevisions } from "@/lib/fleet/releases/list-revisions"
import { may } from "@/lib/identity/auth/actor"
import { hydrate } from "@/lib/web/client/hydrate"
import { readRelease } from "./read-release"
import { ReleaseView } from "./release-view"

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { found: release } = await readRelease((await params).id)
  return { title: `${release.releaseName} · ${release.tenantName}` }
}

export default async function ReleasePage({ params }: Props) {
  const { id } = await params
  const { actor, found: release } = await readRelease(id)
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
