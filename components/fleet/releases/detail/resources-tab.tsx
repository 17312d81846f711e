import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { resourcesQuery } from "@/components/fleet/releases/release-queries"
import { usePolling } from "@/components/layout/live"
import { Button } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { type ListColumn, ListTable } from "@/components/ui/list-table"
import { StatusLabel, type StatusStyle } from "@/components/ui/status"
import { Cell, NoteRow, Row } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import type { Resource } from "@/lib/fleet/releases/resource-schema"
import type { Release } from "@/lib/fleet/releases/schema"

/** Polling interval in milliseconds: the cluster is not watched for resource health. */
const pollMs = 5_000

const healthStyles: Record<Resource["health"], StatusStyle> = {
  HEALTHY: { word: "Healthy", shape: "check-disc", tone: "deployed" },
  PROGRESSING: { word: "Progressing", shape: "open-ring", tone: "pending", busy: true },
  DEGRADED: { word: "Degraded", shape: "cross", tone: "failed" },
  MISSING: { word: "Missing", shape: "cross", tone: "failed" },
  UNKNOWN: { word: "Unknown", shape: "hollow-square", tone: "uninstalled" },
}

const columns: readonly ListColumn<Resource>[] = [
  {
    id: "health",
    label: "Health",
    plain: true,
    width: 144,
    cell: ({ health }) => <StatusLabel style={healthStyles[health]} />,
  },
  // The resources of a release often share a name and differ by kind.
  { id: "kind", label: "Kind", name: true, width: 160, value: ({ kind }) => kind },
  { id: "name", label: "Name", plain: true, mono: true, value: ({ name }) => name },
  { id: "ready", label: "Ready", width: 80, align: "end", value: ({ ready }) => ready },
  {
    id: "created",
    label: "Created",
    width: 112,
    align: "end",
    cell: ({ createdAt }) => createdAt && <Time at={createdAt} />,
  },
]

/**
 * The release's resources in the cluster with their health, polled every few seconds: unhealthy resources first, and
 * the others collapsed while one has failed.
 */
export function ResourcesTab({ release }: { release: Release }) {
  const query = useQuery({ ...resourcesQuery(release.id), refetchInterval: usePolling(pollMs) })
  const [isExpanded, setExpanded] = useState(false)
  const resources = query.data?.resources ?? []
  const unhealthy = resources.filter(({ health }) => health !== "HEALTHY")
  const healthy = resources.filter(({ health }) => health === "HEALTHY")
  const hasFailed = unhealthy.some(({ health }) => health === "DEGRADED" || health === "MISSING")
  const isCollapsed = hasFailed && healthy.length > 1 && !isExpanded
  if (query.data?.reachable === false) {
    return (
      <ErrorState title="Cluster unreachable" read={query}>
        {query.data.problem ?? "The cluster did not respond."} The release history is still available.
      </ErrorState>
    )
  }
  return (
    <div className="flex flex-col gap-2">
      <ListTable
        label="Resources"
        className="min-w-2xl table-fixed"
        columns={columns}
        rowKey={({ kind, namespace, name }) => `${kind}/${namespace}/${name}`}
        below={(resource) => <Unhealthy resource={resource} />}
        read={{ ...query, data: query.data && (isCollapsed ? unhealthy : [...unhealthy, ...healthy]) }}
        expected={5}
        empty={<NoResources status={release.status} />}
      />
      {isCollapsed && (
        <Button size="sm" variant="ghost" className="self-start" onClick={() => setExpanded(true)}>
          Show {healthy.length} healthy
        </Button>
      )}
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

function NoResources({ status }: Pick<Release, "status">) {
  if (status === "PENDING_INSTALL") {
    return (
      <EmptyState title="Install in progress">
        Resources appear here once the first revision is recorded.
      </EmptyState>
    )
  }
  return (
    <EmptyState title="No resources in the cluster">
      {status === "UNINSTALLED"
        ? "The release was uninstalled. Values, manifests and history of every revision are kept."
        : "Installed resources appear here with their health."}
    </EmptyState>
  )
}

/** Why the resource is not healthy, and which of its pods are not. */
function Unhealthy({ resource }: { resource: Resource }) {
  return (
    <>
      {resource.message !== null && (
        <NoteRow columns={columns.length}>
          <p className="border-b border-line bg-failed/8 px-3 py-2 text-sm break-words">{resource.message}</p>
        </NoteRow>
      )}
      {resource.children
        .filter((child) => child.health !== "HEALTHY")
        .map((child) => (
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
