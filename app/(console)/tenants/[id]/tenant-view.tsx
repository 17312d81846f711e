"use client"

import { useInfiniteQuery, useQuery, useSuspenseQuery } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import type { ReactNode } from "react"
import { chartsQuery } from "@/components/fleet/charts/chart-queries"
import { ClusterName } from "@/components/fleet/releases/cluster-name"
import { tenantHistoryQuery, tenantReleasesQuery } from "@/components/fleet/releases/release-queries"
import { OutOfBandBadge, releaseStatusStyles } from "@/components/fleet/releases/release-status"
import {
  keyOfRevision,
  RevisionMark,
  reasonOf,
  revisionLabel,
  WithRolloutLink,
} from "@/components/fleet/releases/revision-style"
import { tagTexts } from "@/components/fleet/tenants/tag-text"
import { tagClass } from "@/components/fleet/tenants/tenant-columns"
import { tenantQuery } from "@/components/fleet/tenants/tenant-queries"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { Badge } from "@/components/ui/badge"
import { ButtonLink } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Duration } from "@/components/ui/duration"
import { EmptyState } from "@/components/ui/empty-state"
import { Link } from "@/components/ui/link"
import { type ListColumn, ListTable } from "@/components/ui/list-table"
import { LoadMore } from "@/components/ui/load-more"
import { Loaded } from "@/components/ui/loaded"
import { PageLink } from "@/components/ui/page-link"
import { TableSkeleton } from "@/components/ui/skeletons"
import { StatusLabel } from "@/components/ui/status"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { rowsOf } from "@/components/ui/table-query"
import { Time } from "@/components/ui/time"
import { VersionBehind, VersionChange } from "@/components/ui/version-change"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"
import type { TenantRevision } from "@/lib/fleet/releases/revision-schema"
import type { Release } from "@/lib/fleet/releases/schema"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { formatDay } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

export function TenantView({ id, canChange }: { id: string; canChange: boolean }) {
  const { data: tenant } = useSuspenseQuery(tenantQuery(id))
  useReadAfterChange("release", ["tenant-releases", id])
  useReadAfterChange("tenant", ["tenant", id])
  const canInstall = canChange && tenant.status === "ACTIVE"
  return (
    <>
      <PageHeader
        title={tenant.name}
        crumbs={[{ label: "Tenants", href: pages.tenants() }]}
        pickers={
          tenant.status === "SUSPENDED" && (
            <Badge tone="pending" icon={<StatusGlyph shape="two-bars" size={10} />}>
              Suspended: installs and upgrades are blocked
            </Badge>
          )
        }
        actions={
          canInstall && (
            <ButtonLink href={pages.install(id)} variant="primary" icon={<Plus size={14} />}>
              Install
            </ButtonLink>
          )
        }
      />
      <PageBody>
        <TenantFacts tenant={tenant} />
        <TenantReleases tenantId={id} canChange={canInstall} />
        <Card title="Release history">
          <TenantHistory tenantId={id} />
        </Card>
      </PageBody>
    </>
  )
}

function TenantFacts({ tenant }: { tenant: Tenant }) {
  const tags = tagTexts(tenant.tags)
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm">
      <Fact label="Slug">
        <span className="font-mono text-xs">{tenant.slug}</span>
      </Fact>
      <Fact label="Namespace">
        <span className="font-mono text-xs">{tenant.namespace}</span>
      </Fact>
      <Fact label="Cluster">
        <ClusterName name={tenant.cluster} />
      </Fact>
      {tags.length > 0 && (
        <Fact label="Tags">
          <span className="flex flex-wrap gap-1">
            {tags.map((tag) => (
              <PageLink key={tag} href={pages.tenants({ tags: tag })} title={tag} className={tagClass}>
                {tag}
              </PageLink>
            ))}
          </span>
        </Fact>
      )}
    </dl>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-baseline gap-2">
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  )
}

const isGone = ({ status }: Release) => status === "UNINSTALLED"

const releaseColumns: readonly ListColumn<Release>[] = [
  {
    id: "release",
    label: "Release",
    name: true,
    cell: ({ id, releaseName }) => (
      <PageLink href={pages.release(id)} className="row-link">
        {releaseName}
      </PageLink>
    ),
  },
  {
    id: "status",
    label: "Status",
    plain: true,
    width: 176,
    cell: ({ status, outOfBand }) => (
      <span className="inline-flex items-center gap-2 align-middle">
        <StatusLabel style={releaseStatusStyles[status]} />
        {outOfBand && <OutOfBandBadge />}
      </span>
    ),
  },
  { id: "chart", label: "Chart", width: 176, value: ({ chartName }) => chartName },
  {
    id: "version",
    label: "Version",
    width: 176,
    cell: (release) => (
      <span className="font-mono text-xs">
        {release.chartVersion} {!isGone(release) && <NewestAhead release={release} />}
      </span>
    ),
  },
  { id: "appVersion", label: "App version", width: 112, mono: true, value: ({ appVersion }) => appVersion },
  {
    id: "revision",
    label: "Revision",
    width: 80,
    align: "end",
    value: ({ revision }) => String(revision || "–"),
  },
  {
    id: "since",
    label: "Version since",
    width: 128,
    align: "end",
    cell: (release) => {
      const since = isGone(release) ? release.uninstalledAt : release.deployedAt
      return since ? <Time at={since} /> : "–"
    },
  },
]

function TenantReleases({ tenantId, canChange }: { tenantId: string; canChange: boolean }) {
  const query = useQuery(tenantReleasesQuery(tenantId))
  return (
    <ListTable
      label="Releases"
      className="min-w-3xl table-fixed"
      columns={releaseColumns}
      rows={query.data?.toSorted((a, b) => Number(isGone(a)) - Number(isGone(b)))}
      rowKey={({ id }) => id}
      isDimmed={isGone}
      read={query}
      expected={4}
      empty={
        <EmptyState title="No releases for this tenant">
          {canChange
            ? "Install a chart: choose a version and values, review the diff, and apply it."
            : "Releases that an operator installs appear here."}
        </EmptyState>
      }
    />
  )
}

function NewestAhead({ release }: { release: Release }) {
  const charts = useQuery(chartsQuery)
  const chart = charts.data?.find(
    ({ repository, name }) => repository === release.repository && name === release.chartName,
  )
  return <VersionBehind version={release.chartVersion} newest={chart?.latestVersion} />
}

function TenantHistory({ tenantId }: { tenantId: string }) {
  const query = useInfiniteQuery(tenantHistoryQuery(tenantId))
  return (
    <Loaded read={query} failure="Could not load the history" waiting={<TableSkeleton rows={4} />}>
      {() => (
        <>
          <Entries entries={rowsOf(query)} />
          <LoadMore query={query} />
        </>
      )}
    </Loaded>
  )
}

function Entries({ entries }: { entries: readonly TenantRevision[] }) {
  if (entries.length === 0) {
    return (
      <EmptyState title="No history yet">
        Every install, upgrade, rollback and uninstall is listed here, even after the release is removed.
      </EmptyState>
    )
  }
  return (
    <ol aria-label="Release history" className="flex flex-col">
      {entries.map((entry, index) => {
        const day = formatDay(entry.createdAt)
        const above = entries[index - 1]
        const before = entries.slice(index + 1).find(({ releaseId }) => releaseId === entry.releaseId)
        return (
          <li key={`${entry.releaseId} ${keyOfRevision(entry)}`}>
            {(above === undefined || formatDay(above.createdAt) !== day) && (
              <p className="pt-4 pb-1 text-xs font-medium text-muted first:pt-0">
                <ViewerExplanation>{day}</ViewerExplanation>
              </p>
            )}
            <Entry entry={entry} before={before} />
          </li>
        )
      })}
    </ol>
  )
}

function Entry({ entry, before }: { entry: TenantRevision; before: TenantRevision | undefined }) {
  const reason = reasonOf(entry)
  return (
    <div className="relative ml-1.5 border-l border-line py-1.5 pl-5">
      <span className="absolute top-2.5 -left-[7px] bg-surface">
        <RevisionMark revision={entry} />
      </span>
      <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
        <span>{revisionLabel(entry)}</span>
        <Link href={pages.release(entry.releaseId, { revision: entry.revision })}>{entry.releaseName}</Link>
        <span className="font-mono text-xs">
          {entry.chartName} {entry.chartVersion}
        </span>
        {before && before.chartName === entry.chartName && (
          <VersionChange from={before.chartVersion} to={entry.chartVersion} />
        )}
        <span className="text-xs text-muted">revision {entry.revision}</span>
      </p>
      <p className="text-xs text-muted">
        {entry.performedBy} · <Time at={entry.createdAt} />
        {entry.durationSeconds !== null && (
          <>
            {" · "}
            <Duration seconds={entry.durationSeconds} />
          </>
        )}
        {reason !== null && (
          <span className="text-text">
            {" · "}
            <WithRolloutLink text={reason} />
          </span>
        )}
      </p>
      {entry.cause !== null && (
        <p className="line-clamp-2 text-xs break-words text-failed">{entry.cause.summary}</p>
      )}
    </div>
  )
}
