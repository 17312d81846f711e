import type { Preview } from "@/lib/fleet/releases/preview-schema"
import { api } from "@/lib/platform/paths"
import { ApiError } from "@/lib/web/client/api-error"
import { request, requestTagged } from "@/lib/web/client/request"

/** `etag`: of the release that the preview is about; null for an install. */
export type TaggedPreview = Preview & { etag: string | null }
export type PreviewBody = { kind: Preview["kind"]; releaseId?: string } & Record<string, unknown>

/** What a change would do to the release as it is now. */
export async function requestPreview(body: PreviewBody, signal?: AbortSignal): Promise<TaggedPreview> {
  const { releaseId } = body
  // Before the preview: what changes while it is rendered must not pass for what it was rendered of.
  const etag = releaseId === undefined ? null : (await requestTagged(api.release(releaseId), { signal })).etag
  return { ...(await request<Preview>(api.releasePreview(), { method: "POST", body, signal })), etag }
}

/** Only the release that was previewed is changed, and none that somebody else has changed since. */
export function ifMatchOf({ etag }: TaggedPreview): { headers?: Record<string, string> } {
  return etag === null ? {} : { headers: { "if-match": etag } }
}

/** Whether a change was refused because it is no longer what was previewed. */
export function isOutdated(error: unknown): boolean {
  return (
    error instanceof ApiError && (error.code === "preview_outdated" || error.code === "precondition_failed")
  )
}
