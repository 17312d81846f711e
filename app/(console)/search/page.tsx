import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, parseAsString, type SearchParams } from "nuqs/server"
import { searchedEach, searchQuery } from "@/components/search/search-query"
import { hydrate } from "@/lib/api/hydrate"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { searchQuerySchema } from "@/lib/search/schema"
import { searchEverything } from "@/lib/search/search-everything"
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
  const asked = searchQuerySchema.safeParse({ q, limit: searchedEach })
  const state = await hydrate((client) =>
    asked.success
      ? [
          client.prefetchQuery({
            ...searchQuery(asked.data.q, searchedEach),
            queryFn: () => searchEverything(actor, asked.data),
          }),
        ]
      : [],
  )
  return (
    <HydrationBoundary state={state}>
      <SearchView mayInstall={may(actor, "releases:write")} />
    </HydrationBoundary>
  )
}
