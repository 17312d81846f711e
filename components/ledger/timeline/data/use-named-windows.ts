import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import type { NamedWindow } from "@/components/ledger/timeline/canvas/layout"
import type { TimelineFilter } from "@/components/ledger/timeline/data/timeline-query"
import { annotationKindLabels } from "@/lib/ledger/annotations/kinds"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

const newest = 100
const staleTime = 60_000

/** When the newest rollouts ran, if the viewer may see them, and what the newest annotations are about. */
export function useNamedWindows(
  { application, environment }: Pick<TimelineFilter, "application" | "environment">,
  mayReadRollouts: boolean,
): readonly NamedWindow[] {
  const rollouts = useQuery({
    queryKey: [...queryKeys.rollouts, "windows"],
    queryFn: ({ signal }) => request(api.rollouts({ limit: newest }), { signal }),
    enabled: mayReadRollouts,
    staleTime,
  })
  const annotations = useQuery({
    queryKey: [...queryKeys.annotations, { application, environment }],
    queryFn: ({ signal }) =>
      request(api.annotations({ application, environment, limit: newest }), { signal }),
    staleTime,
  })
  return useMemo(
    () =>
      [
        ...(rollouts.data ?? []).map(({ id, chartName, targetVersion, createdAt, finishedAt }) => ({
          ...{ id, kind: "rollout" as const, label: `Rollout of ${chartName} ${targetVersion ?? "values"}` },
          ...{ from: Date.parse(createdAt), to: finishedAt === null ? null : Date.parse(finishedAt) },
        })),
        ...(annotations.data ?? []).map(({ id, kind, text, startsAt, endsAt }) => ({
          ...{ id, kind, label: shorten(`${annotationKindLabels[kind]}: ${text}`) },
          ...{ from: Date.parse(startsAt), to: Date.parse(endsAt ?? startsAt) },
        })),
      ].sort((one, other) => other.from - one.from),
    [rollouts.data, annotations.data],
  )
}

/** A label is one line behind the lanes; the whole text is in Insights. */
function shorten(label: string): string {
  return label.length > 60 ? `${label.slice(0, 59)}…` : label
}
