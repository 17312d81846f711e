"use client"

import { useEffect, useEffectEvent, useRef } from "react"
import { Button } from "@/components/ui/button"

export interface LoadMoreProps {
  hasMore: boolean
  loading: boolean
  onLoadMore: () => void
  /** Loads automatically when it scrolls into view. */
  automatic?: boolean
}

export function LoadMore({ hasMore, loading, onLoadMore, automatic }: LoadMoreProps) {
  const foot = useRef<HTMLDivElement>(null)
  const load = useEffectEvent(() => {
    if (!loading) onLoadMore()
  })

  useEffect(() => {
    if (!automatic || !hasMore || !foot.current) return
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && load(),
      { rootMargin: "400px" },
    )
    observer.observe(foot.current)
    return () => observer.disconnect()
  }, [automatic, hasMore])

  if (!hasMore) return null
  return (
    <div ref={foot} className="flex justify-center py-3">
      <Button size="sm" loading={loading} onClick={onLoadMore}>
        {loading ? "Loading more" : "Load more"}
      </Button>
    </div>
  )
}
