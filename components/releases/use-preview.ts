"use client"

import { useMutation } from "@tanstack/react-query"
import { request } from "@/lib/api/request"
import { api } from "@/lib/paths"
import type { Preview } from "@/lib/releases/preview-schema"

/** Asks what a change would do. The body is that of the change with its kind, and the release's id where there is one. */
export function usePreview() {
  return useMutation({
    mutationFn: (body: { kind: Preview["kind"] } & Record<string, unknown>) =>
      request<Preview>(api.releasePreview(), { method: "POST", body }),
  })
}
