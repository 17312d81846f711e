import type { Preview } from "@/lib/fleet/releases/preview-schema"
import { api } from "@/lib/platform/paths"
import { ApiError } from "@/lib/web/client/api-error"
import { type BodyOf, request, requestTagged } from "@/lib/web/client/request"

/** `etag`: of the release the preview is for; null for an install. */
export type TaggedPreview = Preview & { etag: string | null }
export type PreviewBody = BodyOf<"/api/v1/helm/releases/preview", "POST">

/** Previews a change of the release in its current state. */
export async function requestPreview(body: PreviewBody, signal?: AbortSignal): Promise<TaggedPreview> {
  const releaseId = "releaseId" in body ? body.releaseId : undefined
  // Read before the preview, so that a change made during rendering is detected.
  const etag = releaseId === undefined ? null : (await requestTagged(api.release(releaseId), { signal })).etag
  return { ...(await request(api.releasePreview(), { method: "POST", body, signal })), etag }
}

/** Makes the change conditional on the previewed state of the release. */
export function ifMatchOf({ etag }: TaggedPreview): { headers?: Record<string, string> } {
  return etag === null ? {} : { headers: { "if-match": etag } }
}

/** Whether a change was rejected because the release no longer matches its preview. */
export function isOutdated(error: unknown): boolean {
  return (
    error instanceof ApiError && (error.code === "preview_outdated" || error.code === "precondition_failed")
  )
}
