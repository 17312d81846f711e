"use client"

import { useQueryClient } from "@tanstack/react-query"
import { releaseQuery } from "@/components/fleet/releases/release-queries"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { Release } from "@/lib/fleet/releases/schema"
import { setChangedData } from "@/lib/web/client/live-query"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

interface Change {
  path: string
  method: "POST" | "DELETE"
  body?: unknown
  headers?: Record<string, string>
}

/** Requests a change of a release, which then runs in the background, and shows a confirmation. */
export function useChangeRelease(onAsked: (release: Release) => void) {
  const client = useQueryClient()
  return useApiMutation(({ path, ...options }: Change) => request<Release>(path, options), {
    onSuccess: (release) => {
      setChangedData(client, releaseQuery(release.id).queryKey, release)
      void client.invalidateQueries({ queryKey: queryKeys.tenantReleases(release.tenantId) })
      onAsked(release)
    },
  })
}
