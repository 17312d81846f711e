"use client"

import { useQuery } from "@tanstack/react-query"
import { releaseAttentionQuery } from "@/components/console/overview/overview-query"
import { releaseSummaryQuery } from "@/components/fleet/releases/release-queries"
import { useLive } from "@/components/layout/live"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import type { Read } from "@/components/ui/error-state"
import type { ReleaseAttention } from "@/lib/console/overview/release-attention-schema"
import type { ReleaseSummary } from "@/lib/fleet/releases/fleet-schema"

/** Stuck or waiting operations publish no live event, so they are polled. */
const lookMs = 20_000
const about = ["release", "rollout"] as const

interface ReleaseHalf {
  summary: Read<ReleaseSummary>
  attention: Read<ReleaseAttention>
}

/** The state of the tenant releases, updated live; null if `shown` is false. */
export function useReleaseHalf(shown: boolean): ReleaseHalf | null {
  const { paused } = useLive()
  useReadAfterChange(about, ["releases"])
  const summary = useQuery({ ...releaseSummaryQuery, enabled: shown })
  const attention = useQuery({
    ...releaseAttentionQuery,
    enabled: shown,
    refetchInterval: paused ? false : lookMs,
  })
  return shown ? { summary, attention } : null
}
