"use client"

import { useMutation } from "@tanstack/react-query"
import { type PreviewBody, requestPreview } from "@/components/fleet/releases/request-preview"

/** Asks what a change would do. The body is that of the change with its kind, and the release's id where there is one. */
export function usePreview() {
  return useMutation({ mutationFn: (body: PreviewBody) => requestPreview(body) })
}
