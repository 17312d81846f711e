"use client"

import { useMutation } from "@tanstack/react-query"
import { type PreviewBody, requestPreview } from "@/components/fleet/releases/request-preview"

/** Requests a preview. The body is that of the change plus its kind and, where there is one, the release id. */
export function usePreview() {
  return useMutation({ mutationFn: (body: PreviewBody) => requestPreview(body) })
}
