"use client"

import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { resourcesQuery } from "@/components/fleet/releases/release-queries"
import { usePolling } from "@/components/layout/live"
import { Button } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { StatusLabel, type StatusStyle } from "@/components/ui/status"
import { Cell, HeadCell, NoteRow, Row, SkeletonRows, Table } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import type { HealthState, Resource } from "@/lib/fleet/releases/resource-schema"
import type { Release } from "@/lib/fleet/releases/schema"

/** Polling interval in milliseconds: the cluster is not watched for resource health. */
const pollMs = 5_000

const columns = 5

/**
 * The release's resources in the cluster with their health, polled every few seconds: unhealthy resources first, and
 * the others collapsed while one has failed.
 */
export function ResourcesTab({ release }: { release: Release }) {
  const query = useQuery({ ...resourcesQuery(release.id), refetchInterval: usePolling(pollMs) })
  const [isUnfolded, setUnfolded] = useState(false)
  const resources = query.data?.resources ?? []
  const unhealthy = resources.filter(({ health }) => health !== "HEALTHY")
  const healthy = resources.filter(({ health }) => health === "HEALTHY")
  const isIll = unhealthy.some(({ health }) => health === "DEGRADED" || health === "MISSING")
  const folds = isIll && healthy.length > 1 && !isUnfolded
  const visibleResources = folds ? unhealthy : [...unhealthy, ...healthy]
  if (query.isError && query.data === undefined) {
    return <ErrorState title="Could not load resources" read={query} />
  }
  if (query.data?.reachable === false) {
    return (
      <ErrorState title="Cluster unreachable" read={query}>
        {query.data.problem ?? "The cluster did not respond."} The release history is still available.
      </ErrorState>
    )
  }
  if (query.data && resources.length === 0) {
    if (release.status === "PENDING_INSTALL") {
      return (
        <EmptyState title="Install in progress">
          Resources appear here once the first revision is recorded.
        </EmptyState>
      )
    }
    return (
      <EmptyState title="No resources in the cluster">
        {release.status === "UNINSTALLED"
          ? "The release was uninstalled. Values, manifests and history of every revision are kept."
          : "Installed resources appear here with their health."}
      </EmptyState>
    )
  }
  return (
    <div className="flex flex-col gap-2">
      <Table
        label="Resources"
        regionClassName="rounded-md border border-line bg-surface"
        className="min-w-2xl table-fixed"
      >
        <thead>
          <tr>
            <HeadCell className="w-36">Health</HeadCell>
            <HeadCell className="w-40">Kind</HeadCell>
            <HeadCell>Name</HeadCell>
            <HeadCell align="end" className="w-20">
              Ready
            </HeadCell>
            <HeadCell align="end" className="w-28">
              Created
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {query.isPending && <SkeletonRows columns={columns} rows={5} />}
          {visibleResources.map((resource) => (
            <ResourceRows key={`${resource.kind}/${resource.namespace}/${resource.name}`} {...{ resource }} />
          ))}
          {visibleResources.length < resources.length && (
            <NoteRow columns={columns}>
              <Button size="sm" variant="ghost" className="m-1" onClick={() => setUnfolded(true)}>
                Show {resources.length - visibleResources.length} healthy
              </Button>
            </NoteRow>
          )}
        </tbody>
      </Table>
      {query.data && (
        <p className="flex items-center gap-2 text-xs text-muted">
          Read from {release.cluster} <Time at={query.data.checkedAt} />
          {query.isError && (
            <Button size="sm" variant="ghost" onClick={() => void query.refetch()}>
              Retry
            </Button>
          )}
        </p>
      )}
    </div>
  )
}

function ResourceRows({ resource }: { resource: Resource }) {
  const unhealthyChildren = resource.children.filter((child) => child.health !== "HEALTHY")
  return (
    <>
      <Row>
        <Cell>
          <StatusLabel style={healthStyles[resource.health]} />
        </Cell>
        {/* The resources of a release often share a name and differ by kind. */}
        <Cell name className="sm:text-muted">
          {resource.kind}
        </Cell>
        <Cell className="font-mono text-xs" title={resource.name}>
          {resource.name}
        </Cell>
        <Cell label="Ready" align="end">
          {resource.ready}
        </Cell>
        <Cell label="Created" align="end">
          {resource.createdAt && <Time at={resource.createdAt} />}
        </Cell>
      </Row>
      {resource.message !== null && (
        <NoteRow columns={columns}>
          <p className="border-b border-line bg-failed/8 px-3 py-2 text-sm break-words">{resource.message}</p>
        </NoteRow>
      )}
      {unhealthyChildren.map((child) => (
        <Row key={child.name}>
          <Cell className="pl-7">
            <StatusLabel style={healthStyles[child.health]} />
          </Cell>
          <Cell className="text-muted">{child.kind}</Cell>
          <Cell name colSpan={3} className="max-w-none py-1.5 break-words whitespace-normal!">
            <span className="font-mono text-xs">{child.name}</span>
            {child.message && child.message !== resource.message && (
              <details className="group text-xs text-failed">
                <summary className="line-clamp-2 cursor-pointer list-none group-open:line-clamp-none">
                  {child.message}
                </summary>
              </details>
            )}
          </Cell>
        </Row>
      ))}
    </>
  )
}

const healthStyles: Record<HealthState, StatusStyle> = {
  HEALTHY: { word: "Healthy", shape: "check-disc", tone: "deployed" },
  PROGRESSING: { word: "Progressing", shape: "open-ring", tone: "pending", busy: true },
  DEGRADED: { word: "Degraded", shape: "cross", tone: "failed" },
  MISSING: { word: "Missing", shape: "cross", tone: "failed" },
  UNKNOWN: { word: "Unknown", shape: "hollow-square", tone: "uninstalled" },
}
