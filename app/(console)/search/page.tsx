import type { Metadata } from "next"
import { createLoader, parseAsString, type SearchParams } from "nuqs/server"
import { hitsPerGroup, searchQuery } from "@/components/console/search/search-query"
import { viewerRights } from "@/components/layout/viewer-rights"
import { searchQuerySchema } from "@/lib/console/search/schema"
import { searchEverything } from "@/lib/console/search/search-everything"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { SearchView } from "./search-view"

const readSearch = createLoader({ q: parseAsString.withDefault("") })

type Props = { searchParams: Promise<SearchParams> }

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { q } = await readSearch(searchParams)
  return { title: q === "" ? "Search" : `What runs ${q}` }
}

export default async function SearchPage({ searchParams }: Props) {
  const { actor } = await requirePageUser()
  const { q } = await readSearch(searchParams)
  const parsed = searchQuerySchema.safeParse({ q, limit: hitsPerGroup })
  return (
    <Hydrated
      reads={
        parsed.success
          ? [preload(searchQuery(parsed.data.q, hitsPerGroup), () => searchEverything(actor, parsed.data))]
          : []
      }
    >
      <SearchView rights={viewerRights(actor)} />
    </Hydrated>
  )
}
