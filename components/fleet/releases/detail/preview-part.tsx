"use client"

import { skipToken, useQuery } from "@tanstack/react-query"
import { PreviewView } from "@/components/fleet/releases/preview-view"
import { type PreviewBody, requestPreview } from "@/components/fleet/releases/request-preview"
import { ErrorState } from "@/components/ui/error-state"
import { Skeleton } from "@/components/ui/skeleton"

/** What a change would do, as soon as it is shown; never an old answer. */
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

/** The preview of a dialog, while it is rendered, when it came, when it could not be made. */
export function PreviewPart({ query }: { query: ReturnType<typeof usePreviewOf> }) {
  if (query.data) return <PreviewView preview={query.data} />
  if (query.isError) {
    return (
      <ErrorState
        title="The preview could not be made"
        error={query.error}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    )
  }
  return (
    <div className="flex flex-col gap-2">
      <p className="text-xs text-muted">Helm renders it against the cluster…</p>
      <Skeleton className="h-24 w-full rounded-md" />
    </div>
  )
}
