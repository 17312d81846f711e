import type { Metadata } from "next"
import { createLoader, parseAsString, type SearchParams } from "nuqs/server"
import { z } from "zod"
import {
  fleetParsers,
  fleetQuery,
  fleetVersionsPageQuery,
  matrixQuery,
  releaseSummaryQuery,
} from "@/components/fleet/releases/release-queries"
import { getSummary, listFleetVersions } from "@/lib/fleet/releases/count-releases"
import { releaseQuerySchema } from "@/lib/fleet/releases/fleet-schema"
import { listFleetMatrix, listReleases } from "@/lib/fleet/releases/list-releases"
import { hasScope } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { api } from "@/lib/platform/paths"
import { firstPage } from "@/lib/web/client/first-page"
import { Hydrated, preload, preloadList } from "@/lib/web/client/hydrated"
import { ReleasesView } from "./releases-view"

export const metadata: Metadata = { title: "Releases" }

const fleetVersions = { schema: z.strictObject({}), handler: listFleetVersions }
const readSearch = createLoader({ ...fleetParsers, view: parseAsString })

export default async function ReleasesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const { view, ...filter } = await readSearch(searchParams)
  const table = { schema: releaseQuerySchema, handler: listReleases }
  const matrix = { schema: releaseQuerySchema, handler: listFleetMatrix }
  return (
    <Hydrated
      reads={[
        preload(releaseSummaryQuery, () => getSummary(actor)),
        preload(fleetVersionsPageQuery, () =>
          firstPage(actor, api("/helm/releases/versions"), fleetVersions),
        ),
        view === "matrix"
          ? preloadList(matrixQuery(filter), (path) => firstPage(actor, path, matrix))
          : preloadList(fleetQuery(filter), (path) => firstPage(actor, path, table)),
      ]}
    >
      <ReleasesView canChange={hasScope(actor, "releases:write")} />
    </Hydrated>
  )
}
