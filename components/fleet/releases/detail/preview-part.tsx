"use client"

import { skipToken, useQuery } from "@tanstack/react-query"
import { PreviewView } from "@/components/fleet/releases/preview-view"
import { type PreviewBody, requestPreview } from "@/components/fleet/releases/request-preview"
import { ErrorState } from "@/components/ui/error-state"
import { Skeleton } from "@/components/ui/skeleton"

/** The effect of a change, fetched when it is shown and never served from a stale cache. */
export function usePreviewOf(asked: PreviewBody | null) {
  return useQuery({
    queryKey: ["preview", asked],
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
    queryFn: asked === null ? skipToken : ({ signal }) => requestPreview(asked, signal),
  })
}

/** The preview of a dialog: loading, result or error. */
export function PreviewPart({ query }: { query: ReturnType<typeof usePreviewOf> }) {
  if (query.data) return <PreviewView preview={query.data} />
  if (query.isError) {
    return <ErrorState title="Could not load the preview" read={query} />
  }
  return (
    <div className="flex flex-col gap-2">
      <p className="text-xs text-muted">Helm is rendering the chart against the cluster…</p>
      <Skeleton className="h-24 w-full rounded-md" />
    </div>
  )
}
