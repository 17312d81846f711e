import {
  type DehydratedState,
  dehydrate,
  type QueryClient,
  QueryClient as ServerQueryClient,
} from "@tanstack/react-query"

/**
 * The queries that the server prefetched, for the `HydrationBoundary` around the view. `reads` starts them with
 * `client.prefetchQuery({ ...query, queryFn: () => verb(actor, …) })`. A query that fails is omitted: the view requests
 * it again and shows the error in place.
 */
export async function hydrate(
  reads: (client: QueryClient) => readonly Promise<unknown>[],
): Promise<DehydratedState> {
  const client = new ServerQueryClient({ defaultOptions: { queries: { retry: false } } })
  await Promise.all(reads(client))
  return dehydrate(client)
}
