import clsx from "clsx"
import type { ReactNode } from "react"
import { Skeleton } from "@/components/ui/skeleton"

/** What is loading, in the shape of what comes. */
export function Pending({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div aria-busy="true" className={className}>
      <span role="status" className="sr-only">
        Loading…
      </span>
      {children}
    </div>
  )
}

const widths = ["w-1/3", "w-1/4", "w-2/5", "w-1/5", "w-1/3", "w-3/10"]
const heights = ["h-2/5", "h-3/5", "h-1/2", "h-4/5", "h-2/3", "h-1/3", "h-3/4", "h-1/2", "h-3/5", "h-2/5"]
const indexes = (count: number) => Array.from({ length: count }, (_, index) => index)

interface TableSkeletonProps {
  rows?: number
  /** Omits the border, inside a card. */
  flush?: boolean
  className?: string
}

/** A head of 32 px and rows of 36, as in every table. */
export function TableSkeleton({ rows = 8, flush, className }: TableSkeletonProps) {
  return (
    <Pending
      className={clsx(
        "min-h-0 overflow-hidden bg-surface",
        !flush && "rounded-md border border-line",
        className,
      )}
    >
      <div className="h-8 border-b border-line" />
      {indexes(rows).map((row) => (
        <div key={row} className="flex h-9 items-center gap-6 border-b border-line px-3 last:border-b-0">
          <Skeleton className={clsx("h-3", widths[row % widths.length])} />
          <Skeleton className="h-3 w-1/6" />
          <Skeleton className="h-3 w-1/5 max-md:hidden" />
          <Skeleton className="ml-auto h-3 w-16" />
        </div>
      ))}
    </Pending>
  )
}

interface CardsSkeletonProps {
  cards?: number
  lines?: number
  /** The class of the grid that contains the cards. */
  className?: string
}

export function CardsSkeleton({ cards = 4, lines = 3, className }: CardsSkeletonProps) {
  return (
    <Pending className={clsx("grid gap-4", className)}>
      {indexes(cards).map((card) => (
        <div key={card} className="rounded-md border border-line bg-surface">
          <div className="flex h-11 items-center border-b border-line px-4">
            <Skeleton className="h-3 w-32" />
          </div>
          <div className="flex flex-col gap-3 p-4">
            {indexes(lines).map((line) => (
              <div key={line} className="flex h-5 items-center">
                <Skeleton className={clsx("h-3", widths[(card + line) % widths.length])} />
              </div>
            ))}
          </div>
        </div>
      ))}
    </Pending>
  )
}

export function GraphSkeleton({ className }: { className?: string }) {
  return (
    <Pending className={clsx("flex h-full items-end gap-2 border-b border-line", className)}>
      {heights.map((height, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars never change
        <Skeleton key={index} className={clsx("flex-1 rounded-b-none", height)} />
      ))}
    </Pending>
  )
}

export function FormSkeleton({ sections = [1, 4], className }: { sections?: number[]; className?: string }) {
  return (
    <Pending className={clsx("flex max-w-5xl flex-col gap-6", className)}>
      {sections.map((fields, section) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the sections never change
        <div key={section} className="flex flex-col gap-3">
          <div className="flex h-5 items-center gap-2">
            <Skeleton className="size-5 rounded-full" />
            <Skeleton className="h-3.5 w-40" />
          </div>
          <div className="grid gap-4 rounded-md border border-line bg-surface p-4 sm:grid-cols-2">
            {indexes(fields).map((field) => (
              <div key={field} className="flex flex-col gap-2">
                <Skeleton className="h-3 w-24" />
                <Skeleton className="h-8 w-full" />
              </div>
            ))}
          </div>
        </div>
      ))}
    </Pending>
  )
}
