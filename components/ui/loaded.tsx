import type { ReactNode } from "react"
import { ErrorLine, ErrorState, type Read } from "@/components/ui/error-state"
import { Skeleton } from "@/components/ui/skeleton"
import { Pending } from "@/components/ui/skeletons"

interface LoadedProps<T> {
  read: Read<T>
  /** The title if it failed: "Could not load the release". */
  failure: string
  /** Additional reassurance or a next step if it failed. */
  hint?: ReactNode
  /** Show the error in one line, for a section of a page. */
  compact?: boolean
  /** Shown until it is loaded; a string is the class of a placeholder. */
  waiting?: ReactNode
  children: (data: T) => ReactNode
}

/** The loaded data, or its loading or error state; loaded data stays visible during a refetch. */
export function Loaded<T>({ read, failure, hint, compact, waiting = "h-96", children }: LoadedProps<T>) {
  if (read.data !== undefined) return children(read.data)
  if (read.error && compact) return <ErrorLine title={failure} read={read} />
  if (read.error) {
    return (
      <ErrorState title={failure} read={read}>
        {hint}
      </ErrorState>
    )
  }
  if (typeof waiting !== "string") return waiting
  return (
    <Pending className={`flex w-full ${waiting}`}>
      <Skeleton className="flex-1" />
    </Pending>
  )
}
