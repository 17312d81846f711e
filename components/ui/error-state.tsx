"use client"

import { RotateCw, TriangleAlert } from "lucide-react"
import type { ReactNode } from "react"
import { Button } from "@/components/ui/button"
import { ApiError } from "@/lib/web/client/api-error"

export interface ErrorStateProps {
  /** What failed: "Could not load history". */
  title: string
  error?: unknown
  /** Additional reassurance or a next step. */
  children?: ReactNode
  onRetry?: () => void
  retrying?: boolean
}

export function ErrorState({ title, error, children, onRetry, retrying }: ErrorStateProps) {
  const detail = error instanceof Error ? error.message : null
  const requestId = error instanceof ApiError ? error.requestId : null
  return (
    <div role="alert" className="mx-auto flex max-w-lg flex-col items-center gap-2 px-4 py-12 text-center">
      <TriangleAlert size={20} aria-hidden="true" className="text-failed" />
      <p className="text-base font-medium">{title}</p>
      {detail && <p className="text-sm">{detail}</p>}
      <p className="text-sm text-muted">{children ?? "Your data is not affected."}</p>
      {requestId && <p className="font-mono text-xs text-muted">Request {requestId}</p>}
      {onRetry && (
        <Button icon={<RotateCw size={13} />} loading={retrying} onClick={onRetry} className="mt-1">
          Retry
        </Button>
      )}
    </div>
  )
}
