import type { ReactNode } from "react"
import { Skeleton } from "@/components/ui/skeleton"
import { formatDuration } from "@/lib/platform/format"

export function FormSection({
  number,
  title,
  children,
}: {
  number: number
  title: string
  children: ReactNode
}) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-3">
      <h2 className="flex items-center gap-2 text-base font-medium">
        <span
          aria-hidden="true"
          className="flex size-5 items-center justify-center rounded-full border border-line-strong text-xs text-muted"
        >
          {number}
        </span>
        {title}
      </h2>
      {children}
    </section>
  )
}

/** Has the size of the form to avoid a layout shift. */
export function FormSkeleton() {
  return (
    <div className="flex max-w-5xl flex-col gap-6">
      <Skeleton className="h-6 w-48" />
      <Skeleton className="h-32 w-full rounded-md" />
      <Skeleton className="h-6 w-32" />
      <Skeleton className="h-64 w-full rounded-md" />
    </div>
  )
}

/** Explains Helm's timeout, given as text in seconds, where `subject` fails; from a minute on also in larger units. */
export function timeoutHint(timeout: string, subject: "operation" | "release"): string {
  const seconds = Number(timeout)
  const readable = Number.isInteger(seconds) && seconds >= 60 ? ` (${formatDuration(seconds)})` : ""
  return `How long Helm waits for each resource and hook${readable} before the ${subject} fails.`
}
