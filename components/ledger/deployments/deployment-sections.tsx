import { useInfiniteQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { RecordedByRequests } from "@/components/admin/requests/recorded-by-requests"
import { ReleaseLine } from "@/components/console/search/search-results"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import { Replaced, ServiceVersions, TagPath } from "@/components/ledger/deployments/deployment-path"
import { deploymentAuditQuery } from "@/components/ledger/deployments/deployment-queries"
import { replacingLabels } from "@/components/ledger/deployments/status-badge"
import { Chip } from "@/components/ui/copy"
import { DetailList } from "@/components/ui/detail-list"
import { Duration } from "@/components/ui/duration"
import { ErrorLine, ErrorState } from "@/components/ui/error-state"
import { ExternalLink, Link } from "@/components/ui/link"
import { LoadMore } from "@/components/ui/load-more"
import { Skeleton } from "@/components/ui/skeleton"
import { Time } from "@/components/ui/time"
import type { RunningRelease } from "@/lib/fleet/releases/fleet-schema"
import type { AuditEntry } from "@/lib/identity/audit/schema"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { formatQuantity, shortCommit } from "@/lib/platform/format"
import { api, pages } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"

interface Section {
  title: string
  content: ReactNode
  /** Shown on the deployment's page, next to the other sections. */
  aside?: boolean
}

export function deploymentSections(deployment: Deployment, rights: ViewerRights): Section[] {
  const sections: (Section | false)[] = [
    {
      title: replacingLabels[deployment.previousImageTag === null ? "DEPLOYED" : deployment.status],
      content: <Replaced deployment={deployment} />,
    },
    { title: "Path of this version", aside: true, content: <TagPath deployment={deployment} /> },
    rights.readReleases && {
      title: "Tenants that run this",
      aside: true,
      content: <DeploymentTenants deployment={deployment} />,
    },
    deployment.serviceVersions !== null && {
      title: "Services",
      aside: true,
      content: <ServiceVersions deployment={deployment} />,
    },
    { title: "Recorded", content: <DeploymentFacts deployment={deployment} /> },
    rights.admin && {
      title: "Arrived by",
      aside: true,
      content: <RecordedByRequests deploymentId={deployment.id} />,
    },
    rights.admin && { title: "Audit", aside: true, content: <AuditTrail deploymentId={deployment.id} /> },
  ]
  return sections.filter((section) => section !== false)
}

const pageSize = 50
const deploymentTenantsQuery = (id: string) =>
  apiListQuery(
    ["deployment", id, "tenants"],
    api("/platform/deployments/{id}/tenants", id, { limit: pageSize }),
  )

/** The tenants with a release of the deployment's chart version, or with its tag as app version. */
function DeploymentTenants({ deployment }: { deployment: Deployment }) {
  const { id, imageTag, helmChartVersion } = deployment
  const query = useInfiniteQuery(deploymentTenantsQuery(id))
  useReadAfterChange("release", deploymentTenantsQuery(id).queryKey)
  if (query.isPending) return <Skeleton className="h-9 w-full" />
  if (query.data === undefined) return <ErrorState title="Could not load tenants" read={query} />
  const rows = query.data.pages.flatMap((page) => page.items)
  const by = helmChartVersion === null ? "" : ` chart version ${helmChartVersion} or`
  if (rows.length === 0) {
    return (
      <p className="text-sm text-muted">{`No tenant has a release with${by} app version ${imageTag}.`}</p>
    )
  }
  return (
    <div className="flex flex-col gap-2">
      <p className="text-xs text-muted">{countLabel(rows, query.hasNextPage)}</p>
      <ul className="-mx-4 max-h-96 overflow-y-auto">
        {rows.map((row) => (
          <ReleaseLine key={row.releaseId} item={row} />
        ))}
      </ul>
      <LoadMore query={query} />
    </div>
  )
}

function countLabel(rows: readonly RunningRelease[], hasMore: boolean): string {
  const tenants = new Set(rows.map(({ tenantId }) => tenantId)).size
  const failed = rows.filter(({ status }) => status === "FAILED").length
  const words = [
    `${hasMore ? "More than " : ""}${formatQuantity(tenants, "tenant")}`,
    tenants === rows.length ? null : formatQuantity(rows.length, "release"),
    failed === 0 ? null : `${failed} failed`,
  ]
  return words.filter((word) => word !== null).join(", ")
}

function DeploymentFacts({ deployment }: { deployment: Deployment }) {
  const { application, environment } = deployment
  return (
    <DetailList
      details={[
        { label: "Application", value: <Link href={pages.history({ application })}>{application}</Link> },
        { label: "Environment", value: <Link href={pages.history({ environment })}>{environment}</Link> },
        { label: "Deployed", value: instant(deployment.deployedAt) },
        { label: "Completed", value: instant(deployment.completedAt) },
        {
          label: "Duration",
          value:
            deployment.durationSeconds === null ? (
              <span className="text-muted">{unknownDuration(deployment)}</span>
            ) : (
              <Duration seconds={deployment.durationSeconds} />
            ),
        },
        {
          label: "Deployed by",
          value: (
            <Link href={pages.history({ initiatedBy: deployment.initiatedBy })}>
              {deployment.initiatedBy}
            </Link>
          ),
        },
        { label: "Commit", value: chip("commit", deployment.gitCommit, shortCommit) },
        {
          label: "Branch",
          value: deployment.gitBranch && (
            <Link href={pages.history({ branch: deployment.gitBranch })} className="font-mono text-xs">
              {deployment.gitBranch}
            </Link>
          ),
        },
        { label: "Committed", value: instant(deployment.committedAt) },
        { label: "Registry", value: deployment.acrRegistry },
        { label: "Chart version", value: chip("chart version", deployment.helmChartVersion) },
        {
          label: "Artifact",
          value: chip("artifact digest", deployment.artifactDigest, (digest) => `${digest.slice(0, 19)}…`),
        },
        {
          label: "Pipeline run",
          value: deployment.runUrl && (
            <ExternalLink href={deployment.runUrl}>{deployment.runUrl}</ExternalLink>
          ),
        },
        {
          label: "Notes",
          value: deployment.notes && <p className="whitespace-pre-wrap">{deployment.notes}</p>,
        },
        { label: "External ID", value: deployment.externalId },
        {
          label: "Attempt",
          value: deployment.previousAttemptId && (
            <>
              {deployment.attempt}, after{" "}
              <Link href={pages.deployment(deployment.previousAttemptId)}>previous attempt</Link>
            </>
          ),
        },
        { label: "Recorded", value: instant(deployment.recordedAt) },
        { label: "Recorded by", value: deployment.recordedBy },
        { label: "ID", value: chip("deployment id", deployment.id) },
      ]}
    />
  )
}

function unknownDuration({ status, closedLate }: Deployment): string {
  if (status === "PENDING") return "in progress"
  return closedLate ? "unknown (closed more than a day after it started)" : "unknown"
}

function chip(label: string, value: string | null, short: (value: string) => string = String) {
  return (
    value && (
      <Chip value={value} label={label}>
        {short(value)}
      </Chip>
    )
  )
}

/** The relative time followed by the exact time. */
function instant(at: string | null) {
  if (at === null) return null
  return (
    <span className="flex flex-wrap gap-x-2">
      <Time at={at} focusable />
      <Time at={at} exact className="text-muted" />
    </span>
  )
}

const auditLabels: Record<string, string> = {
  "deployment.recorded": "recorded this deployment",
  "deployment.updated": "updated this deployment",
  "deployment.rolled_back": "marked this deployment as rolled back",
  "deployment.rollback_undone": "removed the rollback mark",
  "deployment.annulled": "annulled this deployment",
  "deployment.restored": "restored this deployment",
}

function AuditTrail({ deploymentId }: { deploymentId: string }) {
  const query = useInfiniteQuery(deploymentAuditQuery(deploymentId))
  if (query.isPending) return <Skeleton className="h-8 w-full" />
  if (query.data === undefined) return <ErrorLine title="Could not load the audit log" read={query} />
  const entries = query.data.pages.flatMap((page) => page.items)
  if (entries.length === 0) {
    return <p className="text-sm text-muted">No entries. The deployment was imported.</p>
  }
  return (
    <>
      <ol>
        {entries.map((entry) => (
          <li key={entry.id} className="flex min-h-8 flex-wrap items-center gap-x-2 text-sm">
            <Time at={entry.at} focusable className="text-muted" />
            <span>
              <span className="font-medium">{entry.actor.name}</span>{" "}
              {auditLabels[entry.action] ?? entry.action}
            </span>
            <span className="text-xs text-muted">{changedFields(entry)}</span>
          </li>
        ))}
      </ol>
      <LoadMore query={query} />
    </>
  )
}

function changedFields({ detail }: AuditEntry): string {
  return Array.isArray(detail.fields) ? detail.fields.join(", ") : ""
}
