import clsx from "clsx"
import { RotateCw, TriangleAlert } from "lucide-react"
import type { ReactNode } from "react"
import { Button } from "@/components/ui/button"
import { ApiError } from "@/lib/web/client/api-error"

/** The part of a query that an error message needs: the error, and how to retry. */
export interface FailedRead {
  error: unknown
  refetch: () => unknown
  isFetching?: boolean
}

/** The part of a query that a section of a page needs: the data or the error. */
export interface Read<T> extends FailedRead {
  data: T | undefined
}

interface ErrorStateProps {
  /** What failed: "Could not load history". */
  title: string
  read: FailedRead
  children?: ReactNode
}

export function ErrorState({ title, read: { error, refetch, isFetching }, children }: ErrorStateProps) {
  const detail = error instanceof Error ? error.message : null
  const requestId = error instanceof ApiError ? error.requestId : null
  return (
    <div role="alert" className="mx-auto flex max-w-lg flex-col items-center gap-2 px-4 py-12 text-center">
      <TriangleAlert size={20} className="text-failed" />
      <p className="text-base font-medium">{title}</p>
      {detail && <p className="text-sm">{detail}</p>}
      <p className="text-sm text-muted">{children ?? "Your data is not affected."}</p>
      {requestId && <p className="font-mono text-xs text-muted">Request {requestId}</p>}
      <Button
        icon={<RotateCw size={13} />}
        loading={isFetching}
        onClick={() => void refetch()}
        className="mt-1"
      >
        Retry
      </Button>
    </div>
  )
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
        <TriangleAlert size={14} className="mt-0.75 shrink-0 text-failed" />
        <span className="min-w-0">
          {title}
          {detail && <span className="text-muted">: {detail}</span>}
        </span>
      </p>
      <Button
        size="sm"
        icon={<RotateCw size={12} />}
        loading={read.isFetching}
        onClick={() => void read.refetch()}
      >
        Retry
      </Button>
    </div>
  )
}
