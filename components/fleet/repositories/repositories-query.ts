import type { Repository } from "@/lib/fleet/charts/schema"
import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"

export const repositoriesQuery = apiQuery(["repositories"], api.repositories())

/**
 * Whether one can be read. Folders are checked with the page, but not again for a while; others, which are asked over the
 * network, on request.
 */
export const repositoryCheckQuery = ({ id, kind }: Repository) =>
  apiQuery(["repositories", id, "check"], api.repositoryCheck(id), {
    enabled: kind === "FOLDER",
    staleTime: 5 * 60_000,
  })
