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

/** Reads on the server what the query would request. */
export function preload<Data, Key extends QueryKey>(
  query: { queryKey: DataTag<Key, Data, Error> },
  read: () => NoInfer<Data | Promise<Data>>,
): Preload {
  return (client) => client.prefetchQuery({ ...query, queryFn: read })
}

/** Reads on the server the first page of what the query would request. */
export function preloadList<Page, Param, Key extends QueryKey>(
  query: { queryKey: DataTag<Key, InfiniteData<Page, Param>, Error>; initialPageParam: Param },
  read: () => Promise<NoInfer<Page>>,
): Preload {
  return (client) => client.prefetchInfiniteQuery({ ...query, queryFn: read })
}

/**
 * What was read, for a page that reads more at the same time. A query that fails is omitted: the view requests it again
 * and shows the error in place.
 */
export async function hydrate(reads: readonly Preload[]): Promise<DehydratedState> {
  const client = new ServerQueryClient({ defaultOptions: { queries: { retry: false } } })
  await Promise.all(reads.map((read) => read(client)))
  return dehydrate(client)
}

interface HydratedProps {
  /** What the view shows first. */
  reads: readonly Preload[]
  children: ReactNode
}

/** A view with the queries that the server has already read for it. */
export async function Hydrated({ reads, children }: HydratedProps) {
  return <HydrationBoundary state={await hydrate(reads)}>{children}</HydrationBoundary>
}
