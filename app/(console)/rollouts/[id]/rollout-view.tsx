"use client"

import { useQuery } from "@tanstack/react-query"
import { RolloutActions } from "@/components/fleet/rollouts/board/rollout-actions"
import { RolloutBody } from "@/components/fleet/rollouts/board/rollout-body"
import { BoardAnnouncer } from "@/components/fleet/rollouts/board/rollout-summary"
import { useRolloutEvents } from "@/components/fleet/rollouts/board/use-rollout-events"
import { targetLabel } from "@/components/fleet/rollouts/rollout-labels"
import { rolloutQuery } from "@/components/fleet/rollouts/rollout-queries"
import { rolloutStateStyles } from "@/components/fleet/rollouts/rollout-style"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { ErrorState } from "@/components/ui/error-state"
import { Skeleton } from "@/components/ui/skeleton"
import { StatusBadge } from "@/components/ui/status"
import { pages } from "@/lib/platform/paths"

/** One rollout: its progress, its releases and the available actions. */
export function RolloutView({ id, mayChange }: { id: string; mayChange: boolean }) {
  const query = useQuery(rolloutQuery(id))
  const rollout = query.data
  useRolloutEvents(id, rollout?.changes ?? null)
  return (
    <>
      <PageHeader
        title={rollout?.chartName ?? "Rollout"}
        crumbs={[{ label: "Rollouts", href: pages.rollouts() }]}
        pickers={
          rollout && (
            <>
              <span className="font-mono text-xs text-muted">
                <span aria-hidden="true">→</span>
                <span className="sr-only">to</span> {targetLabel(rollout.targetVersion)}
              </span>
              <StatusBadge style={rolloutStateStyles[rollout.state]} />
            </>
          )
        }
        actions={mayChange && rollout && <RolloutActions rollout={rollout} />}
      />
      {rollout ? (
        <>
          <BoardAnnouncer rollout={rollout} />
          <RolloutBody rollout={rollout} mayChange={mayChange} />
        </>
      ) : (
        <PageBody>
          {query.isError ? (
            <ErrorState title="Could not load the rollout" read={query}>
              The rollout continues in the background.
            </ErrorState>
          ) : (
            <Skeleton className="h-96 w-full" />
          )}
        </PageBody>
      )}
    </>
  )
}
