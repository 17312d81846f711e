import { Skeleton } from "@/components/ui/skeleton"

/** Fills the frame until the drawing is loaded. */
export function GraphSkeleton() {
  return <Skeleton className="h-full w-full" />
}
