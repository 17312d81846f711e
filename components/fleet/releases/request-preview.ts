import { skipToken, useQuery } from "@tanstack/react-query"
import type { Preview } from "@/lib/fleet/releases/preview-schema"
import type { Release } from "@/lib/fleet/releases/schema"
import { api } from "@/lib/platform/paths"
import { ApiError } from "@/lib/web/client/api-error"
import { type BodyOf, request, requestTagged } from "@/lib/web/client/request"

/** The release that the preview is for and its ETag; null for an install. */
export type TaggedPreview = Preview & { release: Release | null; etag: string | null }
export type PreviewBody = BodyOf<"/api/v1/helm/releases/preview", "POST">

export async function requestPreview(body: PreviewBody, signal?: AbortSignal): Promise<TaggedPreview> {
  const releaseId = "releaseId" in body ? body.releaseId : undefined
  // Read before the preview, so that a change made during rendering is detected.
  const seen =
    releaseId === undefined
      ? null
      : await requestTagged(api("/helm/releases/{releaseId}", releaseId), { signal })
  const preview = await request(api("/helm/releases/preview"), { method: "POST", body, signal })
  return { ...preview, release: seen?.body ?? null, etag: seen?.etag ?? null }
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

/** Makes the change conditional on the previewed state of the release. */
export function ifMatchOf({ etag }: Pick<TaggedPreview, "etag">): { headers?: Record<string, string> } {
  return etag === null ? {} : { headers: { "if-match": etag } }
}

export function isOutdated(error: unknown): boolean {
  return (
    error instanceof ApiError && (error.code === "preview_outdated" || error.code === "precondition_failed")
  )
}
