import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query"
import { releaseQuery } from "@/components/fleet/releases/release-queries"
import { useChange } from "@/components/ui/use-api-mutation"
import type { Preview } from "@/lib/fleet/releases/preview-schema"
import type { Release } from "@/lib/fleet/releases/schema"
import { api } from "@/lib/platform/paths"
import { ApiError } from "@/lib/web/client/api-error"
import { setChangedData } from "@/lib/web/client/live-query"
import { queryKeys } from "@/lib/web/client/query-keys"
import { type BodyOf, request, requestTagged } from "@/lib/web/client/request"

/** `headers`: make the change conditional on the previewed state of the release, which is null for an install. */
export type TaggedPreview = Preview & { release: Release | null; headers: Record<string, string> }
export type PreviewBody = BodyOf<"/api/v1/helm/releases/preview", "POST">

export async function requestPreview(body: PreviewBody, signal?: AbortSignal): Promise<TaggedPreview> {
  const releaseId = "releaseId" in body ? body.releaseId : undefined
  // Read before the preview, so that a change made during rendering is detected.
  const seen =
    releaseId === undefined
      ? null
      : await requestTagged(api("/helm/releases/{releaseId}", releaseId), { signal })
  const preview = await request(api("/helm/releases/preview"), { method: "POST", body, signal })
  return { ...preview, release: seen?.body ?? null, headers: seen?.etag ? { "if-match": seen.etag } : {} }
}

/** The effect of a change, fetched when it is shown and never served from a stale cache. */
export function usePreview(body: PreviewBody | null) {
  return useQuery({
    queryKey: ["preview", body],
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
    queryFn: body === null ? skipToken : ({ signal }) => requestPreview(body, signal),
  })
}

/** Sends a change of a release, which then runs in the background; `mutate` takes the request. */
export function useChangeRelease() {
  const client = useQueryClient()
  return useChange((send: () => Promise<Release>) => send(), {
    onSuccess: (release) => {
      setChangedData(client, releaseQuery(release.id).queryKey, release)
      void client.invalidateQueries({ queryKey: queryKeys.tenantReleases(release.tenantId) })
    },
  })
}

export function isOutdated(error: unknown): boolean {
  return (
    error instanceof ApiError && (error.code === "preview_outdated" || error.code === "precondition_failed")
  )
}
