import {
  type DehydratedState,
  dehydrate,
  type QueryClient,
  QueryClient as ServerQueryClient,
} from "@tanstack/react-query"

/**
 * What the server read, for the `HydrationBoundary` around the view. `reads` starts the reads with
 * `client.prefetchQuery({ ...query, queryFn: () => verb(actor, …) })`. A read that fails is left out: the view asks
 * the API again and says why in its own place.
 */
export async function hydrate(
  reads: (client: QueryClient) => readonly Promise<unknown>[],
): Promise<DehydratedState> {
  const client = new ServerQueryClient({ defaultOptions: { queries: { retry: false } } })
  await Promise.all(reads(client))
  return dehydrate(client)
}
