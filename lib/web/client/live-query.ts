import type { Query, QueryClient, QueryFilters, QueryKey } from "@tanstack/react-query"

/** Queries that are refetched once the fetch in progress has finished. */
const queued = new WeakSet<Query>()

/**
 * Refetches the queries with fetches that start after this call. A fetch in progress may have started before the
 * change: it is left to finish, so that frequent changes cannot starve it, and is followed by one more.
 */
export function reread(client: QueryClient, filters: QueryFilters): void {
  const queries = client.getQueryCache().findAll(filters)
  for (const query of queries) if (query.state.fetchStatus !== "idle") rereadAfter(client, query)
  void client.invalidateQueries({ ...filters, fetchStatus: "idle" })
}

function rereadAfter(client: QueryClient, query: Query): void {
  if (queued.has(query)) return
  queued.add(query)
  const next = () => {
    queued.delete(query)
    void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
  }
  // Also after a failed fetch, because the data has changed since.
  void Promise.resolve(query.promise).then(next, next)
}

/** Writes a streamed update into one query, and refetches it when a fetch in progress would overwrite the update. */
export function setLiveData<T>(
  client: QueryClient,
  queryKey: QueryKey,
  update: (current: T | undefined) => T | undefined,
): void {
  client.setQueryData<T>(queryKey, update)
  const query = client.getQueryCache().find({ queryKey, exact: true })
  if (query !== undefined && query.state.fetchStatus !== "idle") rereadAfter(client, query)
}

/** Shows the response to a change immediately. Newer events may have arrived before it, so the query is refetched. */
export function setChangedData<T>(client: QueryClient, queryKey: QueryKey, changed: T): void {
  client.setQueryData<T>(queryKey, changed)
  reread(client, { queryKey, exact: true })
}
