import { queryOptions } from "@tanstack/react-query"
import type { Repository } from "@/lib/fleet/charts/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** The chart repositories by name. */
export const repositoriesQuery = queryOptions({
  queryKey: ["repositories"],
  queryFn: ({ signal }) => request(api.repositories(), { signal }),
})

/**
 * Whether one can be read. Folders are checked with the page, but not again for a while; others, which are asked over the
 * network, on request.
 */
export function repositoryCheckQuery({ id, kind }: Repository) {
  return queryOptions({
    queryKey: ["repositories", id, "check"],
    queryFn: ({ signal }) => request(api.repositoryCheck(id), { signal }),
    enabled: kind === "FOLDER",
    staleTime: 5 * 60_000,
  })
}
