"use client"

import type { UseQueryResult } from "@tanstack/react-query"
import { parseAsString, useQueryState } from "nuqs"
import { useState } from "react"
import { OperationPanel } from "@/components/fleet/operations/operation-panel"
import { Leftovers } from "@/components/fleet/releases/detail/leftovers"
import { OutsideNotice } from "@/components/fleet/releases/detail/outside-notice"
import { ReleaseFacts } from "@/components/fleet/releases/detail/release-facts"
import { ReleaseTabs, useReleasePlace } from "@/components/fleet/releases/detail/release-tabs"
import { RevisionRail } from "@/components/fleet/releases/detail/revision-rail"
import { Card } from "@/components/ui/card"
import { ErrorState } from "@/components/ui/error-state"
import { Skeleton } from "@/components/ui/skeleton"
import type { Revision } from "@/lib/fleet/releases/revision-schema"
import type { Release } from "@/lib/fleet/releases/schema"

interface ReleaseBodyProps {
  release: Release
  history: UseQueryResult<Revision[]>
  revisions: readonly Revision[]
  selected: number | null
  mayChange: boolean
}

export function ReleaseBody({ release, history, revisions, selected, mayChange }: ReleaseBodyProps) {
  const [, setPlace] = useReleasePlace()
  const { operationId, show } = useShownOperation(release, revisions)
  return (
    <>
      <OutsideNotice release={release} />
      <Leftovers title="Still in the cluster after the uninstall" warnings={release.warnings} />
      {operationId !== null && (
        <OperationPanel
          key={operationId}
          id={operationId}
          mayChange={mayChange}
          onClose={() => show("none")}
        />
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[18rem_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4 max-lg:contents">
          <Card title="Revisions" flush className="max-lg:order-last">
            {history.isError && revisions.length === 0 ? (
              <ErrorState title="Could not load the history" read={history} />
            ) : history.isPending ? (
              <Skeleton className="m-3 h-24" />
            ) : (
              <div className="max-h-[32rem] overflow-y-auto">
                <RevisionRail
                  release={release}
                  revisions={revisions}
                  selected={selected}
                  onSelect={(revision) => void setPlace({ revision, against: null })}
                />
              </div>
            )}
          </Card>
          <Card title="About" className="max-lg:order-last">
            <ReleaseFacts release={release} />
          </Card>
        </div>
        <div className="min-w-0">
          <ReleaseTabs
            release={release}
            history={history}
            revisions={revisions}
            selected={selected}
            onOperation={(id) => show(id)}
          />
        </div>
      </div>
    </>
  )
}

/**
 * The operation to show: the one in the URL, else the one that runs or ran while the page was open, else the one that
 * left the release failed.
 */
function useShownOperation(release: Release, revisions: readonly Revision[]) {
  const [named, show] = useQueryState("operation", parseAsString)
  const [watched, setWatched] = useState(release.operation?.id ?? null)
  const running = release.operation?.id ?? null
  if (running !== null && running !== watched) setWatched(running)
  const failed = release.status === "FAILED" ? (revisions[0]?.operationId ?? null) : null
  const operationId = running ?? (named === "none" ? null : (named ?? watched ?? failed))
  return { operationId, show: (id: string) => void show(id) }
}
