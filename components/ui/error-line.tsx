"use client"

import clsx from "clsx"
import { RotateCw, TriangleAlert } from "lucide-react"
import { Button } from "@/components/ui/button"

/** What of a query tells that it failed, and how to ask again. */
export interface FailedRead {
  error: unknown
  refetch: () => unknown
  isFetching: boolean
}

/** What a part of a page needs of its query: what was read, or why it was not. */
export interface Read<T> extends FailedRead {
  data: T | undefined
}

interface ErrorLineProps {
  /** What could not be read: "The releases could not be counted". */
  title: string
  read: FailedRead
  className?: string
}

/** Stands where one part of a page could not be read while the rest could: small, in the part's own place. */
export function ErrorLine({ title, read, className }: ErrorLineProps) {
  const detail = read.error instanceof Error ? read.error.message : null
  return (
    <div role="alert" className={clsx("flex flex-wrap items-center gap-x-3 gap-y-1 text-sm", className)}>
      <p className="flex min-w-0 items-start gap-2">
        <TriangleAlert size={14} aria-hidden="true" className="mt-0.75 shrink-0 text-failed" />
        <span className="min-w-0">
          {title}
          {detail && <span className="text-muted">: {detail}</span>}
        </span>
      </p>
      <Button
        size="sm"
        icon={<RotateCw size={12} aria-hidden="true" />}
        loading={read.isFetching}
        onClick={() => void read.refetch()}
      >
        Try again
      </Button>
    </div>
  )
}
