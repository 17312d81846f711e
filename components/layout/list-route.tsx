import { type DataTag, HydrationBoundary, type InfiniteData, type QueryKey } from "@tanstack/react-query"
import { createLoader, type inferParserType, type SearchParams } from "nuqs/server"
import type { ReactNode } from "react"
import { Forbidden } from "@/components/layout/forbidden"
import { type Actor, hasScope } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { firstPage, type List } from "@/lib/web/client/first-page"
import { hydrate, type Preload, preloadList } from "@/lib/web/client/hydrated"
import type { Page } from "@/lib/web/client/request"

type Parsers = Parameters<typeof createLoader>[0]

interface ListRoute<P extends Parsers, Q, T, Path extends string, Key extends QueryKey> {
  /** Set if the page is only for admins: the title shown to other users. */
  adminsOnly?: string
  parsers: P
  query: (filter: inferParserType<P>) => {
    queryKey: DataTag<Key, InfiniteData<Page<T, Path>, Path>, Error>
    initialPageParam: Path
  }
  list: List<Q, T>
  reads?: (actor: Actor, filter: inferParserType<P>) => readonly Preload[]
  view: (actor: Actor) => ReactNode | Promise<ReactNode>
}

/** The page of a list; its first rows and its view are loaded concurrently. */
export function listRoute<P extends Parsers, Q, T, Path extends string, Key extends QueryKey>({
  adminsOnly,
  parsers,
  query,
  list,
  reads,
  view,
}: ListRoute<P, Q, T, Path, Key>) {
  const readSearch = createLoader(parsers)
  // biome-ignore lint/correctness/noComponentHookFactories: a page calls it once, when its module is loaded
  return async function ListRoutePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
    const { actor } = await requirePageUser()
    if (adminsOnly !== undefined && !hasScope(actor, "admin")) {
      return <Forbidden title={adminsOnly} actor={actor} />
    }
    const filter = await readSearch(searchParams)
    const [state, loadedView] = await Promise.all([
      hydrate([
        preloadList(query(filter), (path) => firstPage(actor, path, list)),
        ...(reads?.(actor, filter) ?? []),
      ]),
      view(actor),
    ])
    return <HydrationBoundary state={state}>{loadedView}</HydrationBoundary>
  }
}
