import { Skeleton } from "@/components/ui/skeleton"

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
