import {
  type DataTag,
  type DehydratedState,
  dehydrate,
  HydrationBoundary,
  type InfiniteData,
  type QueryClient,
  type QueryKey,
  QueryClient as ServerQueryClient,
} from "@tanstack/react-query"
import type { ReactNode } from "react"

export type Preload = (client: QueryClient) => Promise<unknown>

/** Reads the data of a query on the server, given the path that the browser would request. */
export function preload<Data, Key extends QueryKey>(
  query: { queryKey: DataTag<Key, Data, Error>; path?: string },
  read: (path: string) => NoInfer<Data | Promise<Data>>,
): Preload {
  return (client) => client.prefetchQuery({ ...query, queryFn: () => read(query.path ?? "") })
}

/** Reads the first page of a query on the server. */
export function preloadList<Page, Param, Key extends QueryKey>(
  query: { queryKey: DataTag<Key, InfiniteData<Page, unknown>, Error>; initialPageParam: Param },
  read: (param: NoInfer<Param>) => Promise<NoInfer<Page>>,
): Preload {
  return (client) => client.prefetchInfiniteQuery({ ...query, queryFn: () => read(query.initialPageParam) })
}

/**
 * The data of the queries, for a page that reads more concurrently. A failed query is omitted: the view requests it
 * again and shows the error in place.
 */
export async function hydrate(reads: readonly Preload[]): Promise<DehydratedState> {
  const client = new ServerQueryClient({ defaultOptions: { queries: { retry: false } } })
  await Promise.all(reads.map((read) => read(client)))
  return dehydrate(client)
}

interface HydratedProps {
  /** What the view shows initially. */
  reads: readonly Preload[]
  children: ReactNode
}

/** A view with the queries that the server has already read for it. */
export async function Hydrated({ reads, children }: HydratedProps) {
  return <HydrationBoundary state={await hydrate(reads)}>{children}</HydrationBoundary>
}
