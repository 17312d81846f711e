"use client"

import { type UseQueryResult, useQuery, useSuspenseQuery } from "@tanstack/react-query"
import { parseAsString, useQueryState } from "nuqs"
import { type ReactNode, useState } from "react"
import { QuarantineNote } from "@/components/admin/quarantine/quarantine-note"
import { FailureCause } from "@/components/fleet/operations/failure-cause"
import { shownOperation } from "@/components/fleet/operations/operation-live"
import { OperationPanel } from "@/components/fleet/operations/operation-panel"
import { ClusterName } from "@/components/fleet/releases/cluster-name"
import { FailedReleaseActions, ReleaseActions } from "@/components/fleet/releases/detail/release-actions"
import { ReleaseTabs, useReleaseView } from "@/components/fleet/releases/detail/release-tabs"
import { RevisionRail } from "@/components/fleet/releases/detail/revision-rail"
import { releaseQuery, revisionsQuery } from "@/components/fleet/releases/release-queries"
import { OutOfBandBadge, releaseStatusStyles } from "@/components/fleet/releases/release-status"
import { WithRolloutLink } from "@/components/fleet/releases/revision-style"
import { useReleaseEvents } from "@/components/fleet/releases/use-release-events"
import { WarningNotice } from "@/components/fleet/releases/warning-notice"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { Card } from "@/components/ui/card"
import { DetailList } from "@/components/ui/detail-list"
import { Link } from "@/components/ui/link"
import { Loaded } from "@/components/ui/loaded"
import { Notice } from "@/components/ui/notice"
import { Skeleton } from "@/components/ui/skeleton"
import { StatusBadge } from "@/components/ui/status"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import type { Revision } from "@/lib/fleet/releases/revision-schema"
import type { Release } from "@/lib/fleet/releases/schema"
import { pages } from "@/lib/platform/paths"

export function ReleaseView({ id, canChange }: { id: string; canChange: boolean }) {
  const { data: release } = useSuspenseQuery(releaseQuery(id))
  const history = useQuery(revisionsQuery(id))
  useReleaseEvents(id)
  const [view] = useReleaseView()
  const revisions = history.data ?? []
  const selected = view.revision ?? revisions[0]?.revision ?? null

  return (
    <>
      <PageHeader
        title={release.releaseName}
        crumbs={[{ label: release.tenantName, href: pages.tenant(release.tenantId) }]}
        pickers={
          <>
            <StatusBadge style={releaseStatusStyles[release.status]} />
            {release.outOfBand && <OutOfBandBadge />}
            <span className="font-mono text-xs text-muted">
              {release.chartName} {release.chartVersion}
            </span>
          </>
        }
        actions={canChange && <ReleaseActions {...{ release, revisions, selected }} />}
      />
      <PageBody>
        <ReleaseBody {...{ release, history, revisions, selected, canChange }} />
      </PageBody>
    </>
  )
}

interface ReleaseBodyProps {
  release: Release
  history: UseQueryResult<Revision[]>
  revisions: readonly Revision[]
  selected: number | null
  canChange: boolean
}

function ReleaseBody({ release, history, revisions, selected, canChange }: ReleaseBodyProps) {
  const [, setView] = useReleaseView()
  const { operationId, show } = useShownOperation(release, revisions)
  const failedActions = canChange && <FailedReleaseActions {...{ release, revisions }} />
  return (
    <>
      {release.status !== "UNINSTALLED" && <QuarantineNote version={release} />}
      <OutsideNotice release={release} recoveryActions={failedActions} />
      <WarningNotice title="Still in the cluster after the uninstall" warnings={release.warnings} />
      {operationId !== null && (
        <OperationPanel
          key={operationId}
          id={operationId}
          canChange={canChange}
          recovery={operationId === revisions[0]?.operationId && failedActions}
          onClose={() => show("none")}
        />
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[18rem_minmax(0,1fr)] xl:grid-cols-[20rem_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4 max-lg:contents">
          <Card title="Revisions" flush className="max-lg:order-last">
            <Loaded
              read={history}
              failure="Could not load the history"
              waiting={<Skeleton className="m-3 h-24" />}
            >
              {() => (
                <div className="max-h-[32rem] overflow-y-auto">
                  <RevisionRail
                    release={release}
                    revisions={revisions}
                    selected={selected}
                    onSelect={(revision) => void setView({ revision, against: null })}
                  />
                </div>
              )}
            </Loaded>
          </Card>
          <Card title="About" className="max-lg:order-last">
            <ReleaseDetails release={release} />
          </Card>
        </div>
        <ReleaseTabs
          release={release}
          history={history}
          revisions={revisions}
          selected={selected}
          onOperation={(id) => show(id)}
        />
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
  const operationId = shownOperation(release, revisions, named ?? watched)
  return { operationId, show: (id: string) => void show(id) }
}

function ReleaseDetails({ release }: { release: Release }) {
  return (
    <DetailList
      className="grid-cols-[auto_1fr]!"
      details={[
        { label: "Tenant", value: <Link href={pages.tenant(release.tenantId)}>{release.tenantName}</Link> },
        {
          label: "Chart",
          value: (
            <span className="font-mono text-xs">
              {release.repository === "" ? (
                `${release.chartName} ${release.chartVersion}`
              ) : (
                <Link
                  href={pages.chart(release.repository, release.chartName, { version: release.chartVersion })}
                >
                  {release.repository}/{release.chartName} {release.chartVersion}
                </Link>
              )}
            </span>
          ),
        },
        {
          label: "App version",
          value: (
            <span className="flex flex-wrap gap-x-2">
              <span className="font-mono text-xs">{release.appVersion}</span>
              <Link href={pages.search({ q: release.appVersion })} className="text-xs">
                Other releases
              </Link>
            </span>
          ),
        },
        { label: "Namespace", value: <span className="font-mono text-xs">{release.namespace}</span> },
        { label: "Cluster", value: <ClusterName name={release.cluster} /> },
        {
          label: "Description",
          value: release.description && <WithRolloutLink text={release.description} />,
        },
        { label: "Deployed", value: release.deployedAt && <Time at={release.deployedAt} focusable /> },
        {
          label: "Uninstalled",
          value: release.uninstalledAt && <Time at={release.uninstalledAt} focusable />,
        },
        { label: "Reason", value: release.uninstallReason },
        { label: "Created by", value: release.createdBy },
      ]}
    />
  )
}

/** A change made outside Slipway that ended the release or needs a user's attention. */
function OutsideNotice({ release, recoveryActions }: { release: Release; recoveryActions: ReactNode }) {
  const { outOfBand, status, stuckSince, lastError, cause, uninstallReason } = release
  const isFailed = stuckSince !== null || (outOfBand && status === "FAILED")
  if (isFailed && lastError !== null && cause !== null) {
    return (
      <Notice tone="failed" role="alert">
        <FailureCause cause={cause} error={lastError} />
        {recoveryActions}
      </Notice>
    )
  }
  if (!outOfBand || status !== "UNINSTALLED" || uninstallReason === null) return null
  return (
    <p className="flex items-center gap-2 rounded-md border border-out-of-band/30 bg-out-of-band/8 px-3 py-2 text-sm">
      <StatusGlyph shape="lightning" size={12} className="shrink-0 text-out-of-band" />
      {uninstallReason}
    </p>
  )
}
