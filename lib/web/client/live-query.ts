import type { Query, QueryClient, QueryFilters, QueryKey } from "@tanstack/react-query"

/** Queries that are read again once the read under way has ended. */
const queued = new WeakSet<Query>()

/**
 * Reads the queries again, each with a read that begins after this call. One that is under way may have begun before the
 * change: it is left to finish, so that steady changes cannot starve it, and is followed by one more.
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
  // A read that failed is not the last word either: what it would have shown has changed.
  void Promise.resolve(query.promise).then(next, next)
}

/** Writes what a stream reported into one query, and reads it again where a read under way would overwrite it. */
export function setLiveData<T>(
  client: QueryClient,
  queryKey: QueryKey,
  update: (known: T | undefined) => T | undefined,
): void {
  client.setQueryData<T>(queryKey, update)
  const query = client.getQueryCache().find({ queryKey, exact: true })
  if (query !== undefined && query.state.fetchStatus !== "idle") rereadAfter(client, query)
}

/** Shows the answer to a change at once. It may arrive after events of what happened since, so the query is read again. */
export function setChangedData<T>(client: QueryClient, queryKey: QueryKey, changed: T): void {
  client.setQueryData<T>(queryKey, changed)
  reread(client, { queryKey, exact: true })
}
