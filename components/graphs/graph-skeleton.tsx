import { Skeleton } from "@/components/ui/skeleton"

/** Fills the frame until the drawing is there. */
export function GraphSkeleton() {
  return <Skeleton className="h-full w-full" />
}
