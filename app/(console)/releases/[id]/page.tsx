import type { Metadata } from "next"
import { revisionsQuery } from "@/components/fleet/releases/release-queries"
import { listRevisions } from "@/lib/fleet/releases/list-revisions"
import { hasScope } from "@/lib/identity/auth/actor"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { readRelease } from "./read-release"
import { ReleaseView } from "./release-view"

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { entity: release } = await readRelease((await params).id)
  return { title: `${release.releaseName} · ${release.tenantName}` }
}

export default async function ReleasePage({ params }: Props) {
  const { id } = await params
  const { actor, entity: release } = await readRelease(id)
  return (
    <Hydrated
      reads={[
        preload(revisionsQuery(id), async () => (await listRevisions(actor, id, { limit: 500 })).items),
      ]}
    >
      <ReleaseView loaded={release} canChange={hasScope(actor, "releases:write")} />
    </Hydrated>
  )
}
