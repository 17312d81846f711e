import { queryOptions } from "@tanstack/react-query"
import { request } from "@/lib/api/request"
import type { Repository, RepositoryCheck } from "@/lib/charts/schema"
import { api } from "@/lib/paths"

/** Where charts come from, by name. */
export const repositoriesQuery = queryOptions({
  queryKey: ["repositories"],
  queryFn: ({ signal }) => request<Repository[]>(api.repositories(), { signal }),
})

/** Whether one can be read, asked only when somebody wants to know. */
export function repositoryCheckQuery(id: string) {
  return queryOptions({
    queryKey: ["repositories", id, "check"],
    queryFn: ({ signal }) => request<RepositoryCheck>(api.repositoryCheck(id), { signal }),
    enabled: false,
  })
}
