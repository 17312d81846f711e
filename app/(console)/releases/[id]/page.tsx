import type { Metadata } from "next"
import { createLoader, parseAsString, type SearchParams } from "nuqs/server"
import { operationQuery, shownOperation } from "@/components/fleet/operations/operation-live"
import { releaseQuery, revisionsQuery } from "@/components/fleet/releases/release-queries"
import { getOperation } from "@/lib/fleet/operations/find-operation"
import { listRevisions } from "@/lib/fleet/releases/list-revisions"
import { hasScope } from "@/lib/identity/auth/actor"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { readRelease } from "./read-release"
import { ReleaseView } from "./release-view"

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> }

const readSearch = createLoader({ operation: parseAsString })

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const { entity: release } = await readRelease((await params).id)
  return { title: `${release.releaseName} · ${release.tenantName}` }
}

export default async function ReleasePage({ params, searchParams }: Props) {
  const { id } = await params
  const { actor, entity: release } = await readRelease(id)
  const revisions = listRevisions(actor, id, { limit: 500 }).then(({ items }) => items)
  const { operation: named } = await readSearch(searchParams)
  // Above everything else, so it must not appear only when the page has been read.
  const operationId = shownOperation(release, await revisions.catch(() => []), named)
  return (
    <Hydrated
      reads={[
        preload(releaseQuery(id), () => release),
        preload(revisionsQuery(id), () => revisions),
        ...(operationId === null
          ? []
          : [preload(operationQuery(operationId), () => getOperation(actor, operationId))]),
      ]}
    >
      <ReleaseView id={id} canChange={hasScope(actor, "releases:write")} />
    </Hydrated>
  )
}
