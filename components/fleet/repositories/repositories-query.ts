import type { Repository } from "@/lib/fleet/charts/schema"
import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"

export const repositoriesQuery = apiQuery(["repositories"], api.repositories())

/**
 * Whether a repository can be read. Folders are checked when the page loads, then cached; remote repositories are
 * checked on request.
 */
export const repositoryCheckQuery = ({ id, kind }: Repository) =>
  apiQuery(["repositories", id, "check"], api.repositoryCheck(id), {
    enabled: kind === "FOLDER",
    staleTime: 5 * 60_000,
  })
