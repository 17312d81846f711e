"use client"

import { useQuery } from "@tanstack/react-query"
import clsx from "clsx"
import type { ReactNode } from "react"
import { statusQuery } from "@/components/admin/status/status-query"
import { usePolling } from "@/components/layout/live"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { toneText } from "@/components/ui/badge"
import { Card } from "@/components/ui/card"
import { DetailList } from "@/components/ui/detail-list"
import { ErrorState } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { CardsSkeleton } from "@/components/ui/skeletons"
import { StatusLabel, StatusMark, type StatusStyle } from "@/components/ui/status"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import type { Finding, SystemStatus } from "@/lib/console/health/status-schema"
import type { ChangeState } from "@/lib/fleet/releases/change-states"
import { formatCount, formatDuration, formatNumber, formatQuantity, formatShare } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

const refetchMs = 10_000

export function StatusView() {
  const query = useQuery({ ...statusQuery, refetchInterval: usePolling(refetchMs) })
  return (
    <>
      <PageHeader title="Status" />
      <PageBody>
        {query.isPending && <CardsSkeleton cards={4} lines={4} className="lg:grid-cols-2" />}
        {query.isError && <ErrorState title="Could not load the status" read={query} />}
        {query.data && !query.isError && <Status status={query.data} />}
      </PageBody>
    </>
  )
}

function Status({ status }: { status: SystemStatus }) {
  return (
    <>
      <Findings findings={status.findings} />
      <div className="grid gap-4 lg:grid-cols-2">
        <ReleaseChanges status={status} />
        <Clusters clusters={status.clusters} />
        <Database database={status.database} />
        <Web status={status} />
      </div>
    </>
  )
}

const severities: Record<Finding["severity"], StatusStyle> = {
  error: { word: "Error", shape: "cross", tone: "failed" },
  warning: { word: "Warning", shape: "triangle", tone: "pending" },
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  return (
    <section
      aria-label="Findings"
      className="divide-y divide-line rounded-md border border-line bg-surface text-sm"
    >
      {findings.length === 0 && (
        <div className="flex items-center gap-2.5 px-4 py-3">
          <StatusGlyph shape="check-disc" size={16} className={toneText.deployed} />
          Everything works. Nothing needs attention.
        </div>
      )}
      {findings.map(({ severity, message, remedy }) => (
        <div key={message} className="flex items-start gap-2.5 px-4 py-3">
          <span className="mt-0.5">
            <StatusMark style={severities[severity]} />
          </span>
          <div className="min-w-0">
            <p className="font-medium break-words">{message}</p>
            <p className="text-muted">{remedy}</p>
          </div>
        </div>
      ))}
    </section>
  )
}

function ReleaseChanges({ status: { changes, previews, workers } }: { status: SystemStatus }) {
  return (
    <Card title="Release changes" actions={<ViewClusters>View workers</ViewClusters>}>
      <DetailList
        details={[
          {
            label: "Workers",
            value: (
              <>
                <Link href={pages.clusters()}>{formatQuantity(workers.alive, "worker")}</Link> running
                {workers.versions.length > 0 && `, version ${workers.versions.join(", ")}`}
              </>
            ),
          },
          { label: "Changes", value: <Queue queue={changes} isListed /> },
          { label: "Previews", value: <Queue queue={previews} /> },
        ]}
      />
    </Card>
  )
}

interface QueueProps {
  queue: SystemStatus["changes"]
  /** The affected releases are in the list of releases. */
  isListed?: boolean
}

function Queue({ queue: { queued, running, oldestQueuedAt }, isListed = false }: QueueProps) {
  const count = (change: ChangeState, number: number) => {
    const label = `${formatCount(number)} ${change}`
    return isListed && number > 0 ? <Link href={pages.releases({ change })}>{label}</Link> : label
  }
  return (
    <>
      {count("running", running)}, {count("queued", queued)}
      {oldestQueuedAt && (
        <>
          {" "}
          <span className="text-muted">
            since <Time at={oldestQueuedAt} />
          </span>
        </>
      )}
    </>
  )
}

const clusterStyles = {
  reachable: { word: "Reachable", shape: "check-disc", tone: "deployed" },
  away: { word: "Not reachable", shape: "cross", tone: "failed" },
  unknown: { word: "Not watched", shape: "hollow-circle", tone: "neutral" },
} as const satisfies Record<string, StatusStyle>

function Clusters({ clusters }: Pick<SystemStatus, "clusters">) {
  return (
    <Card title="Clusters" actions={<ViewClusters>View clusters</ViewClusters>}>
      {clusters.length === 0 ? (
        <p className="text-sm text-muted">No cluster is configured.</p>
      ) : (
        <DetailList
          details={clusters.map(({ name, reachable, lastSeenAt }) => ({
            label: name,
            value: (
              <>
                <StatusLabel
                  style={clusterStyles[reachable === null ? "unknown" : reachable ? "reachable" : "away"]}
                />
                {lastSeenAt && (
                  <span className="ml-2 text-muted">
                    seen <Time at={lastSeenAt} />
                  </span>
                )}
              </>
            ),
          }))}
        />
      )}
    </Card>
  )
}

function Database({ database }: Pick<SystemStatus, "database">) {
  const { connections, maxConnections, longestTransaction, migrations } = database
  const { missing, newest, applied } = migrations
  return (
    <Card title="Database">
      <DetailList
        details={[
          { label: "PostgreSQL", value: database.version },
          { label: "Size", value: formatBytes(database.size) },
          {
            label: "Connections",
            value: <Meter used={connections} total={maxConnections} />,
          },
          {
            label: "Oldest transaction",
            value: longestTransaction < 1 ? "None open" : formatDuration(longestTransaction),
          },
          {
            label: "Migrations",
            value:
              missing.length > 0
                ? `${formatQuantity(missing.length, "migration")} missing`
                : `All ${formatCount(applied)} applied, the last ${newest ?? "unknown"}`,
          },
        ]}
      />
    </Card>
  )
}

function Web({ status: { web, storage, backup, requests } }: { status: SystemStatus }) {
  return (
    <Card title="Web process">
      <DetailList
        details={[
          { label: "Slipway", value: web.version },
          { label: "Node.js", value: web.node },
          {
            label: "Running since",
            value: <Time at={web.startedAt} />,
          },
          { label: "Memory", value: formatBytes(web.memory) },
          {
            label: "Requests",
            value: (
              <>
                {requests.oldestAt === null ? (
                  "None kept"
                ) : (
                  <>
                    Kept since <Time at={requests.oldestAt} />
                  </>
                )}
                {requests.dropped > 0 && `, ${formatCount(requests.dropped)} not kept in the last day`}
              </>
            ),
          },
          {
            label: "Disk",
            value: storage && (
              <Meter
                used={storage.total - storage.free}
                total={storage.total}
                text={`${formatBytes(storage.free)} free on the disk of ${storage.folder}`}
              />
            ),
          },
          {
            label: "Last backup",
            value: backup ? (
              <>
                <Time at={backup.at} />, {formatBytes(backup.size)}{" "}
                <span className="font-mono text-xs text-muted">{backup.file}</span>
              </>
            ) : (
              <span className="text-muted">
                No backup by <code className="font-mono text-xs">npm run backup</code> yet. Back up your own
                PostgreSQL with its tools.
              </span>
            ),
          },
        ]}
      />
    </Card>
  )
}

function Meter({
  used,
  total,
  text = `${formatCount(used)} of ${formatCount(total)}`,
}: {
  used: number
  total: number
  text?: string
}) {
  const share = total === 0 ? 0 : used / total
  const color = share > 0.9 ? "bg-failed" : share > 0.8 ? "bg-pending" : "bg-accent"
  return (
    <>
      {text} <span className="text-muted">({formatShare(share)} used)</span>
      <span aria-hidden="true" className="mt-1.5 block h-1.5 max-w-64 overflow-hidden rounded-full bg-raised">
        <span className={clsx("block h-full", color)} style={{ width: `${100 * share}%` }} />
      </span>
    </>
  )
}

function ViewClusters({ children }: { children: ReactNode }) {
  return (
    <Link href={pages.clusters()} className="text-xs">
      {children}
    </Link>
  )
}

/** 1,536 becomes `1.5 KiB`. */
function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"]
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1_024 ** step
  return `${formatNumber(value, step > 0 && value < 10 ? 1 : 0)} ${units[step]}`
}
