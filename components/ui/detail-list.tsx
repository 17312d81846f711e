import clsx from "clsx"
import type { ReactNode } from "react"

interface Detail {
  label: string
  /** Null and undefined are omitted. */
  value: ReactNode
}

export function DetailList({ details, className }: { details: readonly Detail[]; className?: string }) {
  return (
    <dl className={clsx("grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-4", className)}>
      {details
        .filter((detail) => detail.value !== null && detail.value !== undefined && detail.value !== "")
        .map((detail) => (
          <div key={detail.label} className="col-span-2 grid min-h-8 grid-cols-subgrid items-start py-1.5">
            <dt className="text-sm text-muted">{detail.label}</dt>
            <dd className="min-w-0 text-sm break-words">{detail.value}</dd>
          </div>
        ))}
    </dl>
  )
}
