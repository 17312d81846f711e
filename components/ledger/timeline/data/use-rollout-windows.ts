import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import type { RolloutWindow } from "@/components/ledger/timeline/canvas/layout"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

const newest = 100
const none: readonly RolloutWindow[] = []

/** When the newest rollouts ran; none for a viewer who may not see them. */
export function useRolloutWindows(enabled: boolean): readonly RolloutWindow[] {
  const { data } = useQuery({
    queryKey: [...queryKeys.rollouts, "windows"],
    queryFn: ({ signal }) => request(api.rollouts({ limit: newest }), { signal }),
    enabled,
    staleTime: 60_000,
  })
  return useMemo(
    () =>
      data?.map(({ id, chartName, targetVersion, createdAt, finishedAt }) => ({
        ...{ id, chartName, targetVersion, from: Date.parse(createdAt) },
        to: finishedAt === null ? null : Date.parse(finishedAt),
      })) ?? none,
    [data],
  )
}
