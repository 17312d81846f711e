import { Button } from "@/components/ui/button"

interface LoadMoreProps {
  hasMore: boolean
  loading: boolean
  onLoadMore: () => void
}

export function LoadMore({ hasMore, loading, onLoadMore }: LoadMoreProps) {
  if (!hasMore) return null
  return (
    <div className="flex justify-center py-3">
      <Button size="sm" loading={loading} onClick={onLoadMore}>
        {loading ? "Loading more" : "Load more"}
      </Button>
    </div>
  )
}
