"use client"

import clsx from "clsx"
import { RotateCw, TriangleAlert } from "lucide-react"
import { Button } from "@/components/ui/button"

/** The part of a query that an error message needs: the error, and how to retry. */
export interface FailedRead {
  error: unknown
  refetch: () => unknown
  isFetching: boolean
}

/** The part of a query that a section of a page needs: the data or the error. */
export interface Read<T> extends FailedRead {
  data: T | undefined
}

interface ErrorLineProps {
  /** What failed to load: "Could not load releases". */
  title: string
  read: FailedRead
  className?: string
}

/** A compact error shown in place of one section of a page while the rest could be loaded. */
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
        Retry
      </Button>
    </div>
  )
}
