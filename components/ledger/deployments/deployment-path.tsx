import { useQuery } from "@tanstack/react-query"
import clsx from "clsx"
import { MoveRight } from "lucide-react"
import { pathQuery, replacedQuery } from "@/components/ledger/deployments/deployment-queries"
import { Chip } from "@/components/ui/copy"
import { Duration } from "@/components/ui/duration"
import { ErrorLine } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { type ListColumn, ListTable } from "@/components/ui/list-table"
import { PageLink } from "@/components/ui/page-link"
import { Skeleton } from "@/components/ui/skeleton"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import { VersionChange } from "@/components/ui/version-change"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

export function TagPath({ deployment }: { deployment: Deployment }) {
  const query = useQuery(pathQuery(deployment))
  if (query.isPending) return <Skeleton className="h-16 w-full" />
  if (query.data === undefined) return <ErrorLine title="Could not load the promotion path" read={query} />
  if (query.data === null) {
    return <p className="text-sm text-muted">This version has not reached any environment yet.</p>
  }
  const { steps, skipped, outOfOrder, live } = query.data
  return (
    <>
      <ol className="flex flex-col">
        {steps.map((step) => {
          const isCurrent = step.environment === deployment.environment
          return (
            <li key={step.environment} className="flex min-h-8 flex-wrap items-center gap-x-2 text-sm">
              <span
                aria-hidden="true"
                className={clsx(
                  "size-2 shrink-0 rounded-full border",
                  isCurrent ? "border-accent bg-accent" : "border-line-strong",
                )}
              />
              <PageLink
                href={pages.deployment(step.deploymentId)}
                aria-current={isCurrent ? "step" : undefined}
                className={clsx("touch-line rounded-sm hover:text-accent", isCurrent && "font-medium")}
              >
                {step.environment}
              </PageLink>
              <Time at={step.deployedAt} focusable className="text-muted" />
              {step.waitedSeconds !== null && (
                <span className="text-xs text-muted">
                  after <Duration seconds={step.waitedSeconds} />
                </span>
              )}
              {live.includes(step.environment) && (
                <span className="inline-flex items-center gap-1 text-xs text-deployed">
                  <StatusGlyph shape="check-disc" size={10} /> running here
                </span>
              )}
            </li>
          )
        })}
      </ol>
      <p className="mt-1 text-xs text-muted">
        {skipped.length > 0 && <>Skipped {skipped.join(", ")}. </>}
        {outOfOrder && <>Reached a higher stage before a lower one. </>}
        <Link href={pages.history({ application: deployment.application, imageTag: deployment.imageTag })}>
          View all deployments of this version
        </Link>
      </p>
    </>
  )
}

export function Replaced({ deployment }: { deployment: Deployment }) {
  const query = useQuery(replacedQuery(deployment))
  const before = deployment.previousImageTag
  if (before === null) return <p className="text-sm text-muted">Nothing was running here before.</p>
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <Chip value={before} label="image tag" />
      <MoveRight size={14} className="text-muted" />
      <Chip value={deployment.imageTag} label="image tag" />
      {before === deployment.imageTag ? (
        <span className="text-xs text-muted">same version</span>
      ) : (
        <VersionChange from={before} to={deployment.imageTag} />
      )}
      {deployment.isRollback && (
        <span className="text-xs text-rolled-back">rollback to an earlier version</span>
      )}
      {query.isError && query.data === undefined && (
        <ErrorLine title="Could not load the replaced deployment" read={query} />
      )}
      {query.data && (
        <Link href={pages.deployment(query.data.id)} className="text-xs">
          View replaced deployment
        </Link>
      )}
    </div>
  )
}

const serviceStateLabels: Record<ServiceState, string> = {
  added: "new",
  removed: "removed",
  changed: "",
  same: "",
}

const serviceColumns: readonly ListColumn<ServiceChange>[] = [
  {
    id: "service",
    label: "Service",
    name: true,
    cell: ({ service }) => <span className="font-normal">{service}</span>,
  },
  {
    id: "after",
    label: "Version",
    plain: true,
    cell: ({ after }) =>
      after === null ? (
        <span className="text-xs text-muted">removed</span>
      ) : (
        <Chip value={after} label="version" />
      ),
  },
  {
    id: "before",
    label: "Before",
    cell: ({ before, after, state }) => (
      <>
        {before !== null && state !== "same" && (
          <span className="inline-flex items-center gap-2">
            <span className="font-mono text-xs text-muted">{before}</span>
            {after !== null && <VersionChange from={before} to={after} />}
          </span>
        )}
        <span className="text-xs text-muted">{serviceStateLabels[state]}</span>
      </>
    ),
  },
]

export function ServiceVersions({ deployment }: { deployment: Deployment }) {
  const query = useQuery(replacedQuery(deployment))
  if (deployment.serviceVersions === null) return null
  const before = query.data?.serviceVersions ?? null
  const rows = serviceChanges(before, deployment.serviceVersions)
  const changed = rows.filter((row) => row.state !== "same").length
  return (
    <>
      <p className="mb-1 text-xs text-muted">
        {before === null
          ? formatQuantity(rows.length, "service")
          : `${changed} of ${formatQuantity(rows.length, "service")} changed`}
      </p>
      {query.isError && query.data === undefined && (
        <ErrorLine title="Could not load the previous versions" read={query} className="mb-2" />
      )}
      <ListTable
        label="Service versions"
        regionClassName="max-h-96 rounded-md border border-line"
        columns={before === null ? serviceColumns.slice(0, 2) : serviceColumns}
        rows={rows}
        rowKey={({ service }) => service}
      />
    </>
  )
}

type ServiceState = "added" | "removed" | "changed" | "same"

interface ServiceChange {
  service: string
  before: string | null
  after: string | null
  state: ServiceState
}

type Versions = Readonly<Record<string, string>>

/** Every service of either deployment with its change: changed services first, then by name. */
export function serviceChanges(before: Versions | null, after: Versions): ServiceChange[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after)])
  return [...names]
    .map((service) => changeOf(service, before, after))
    .sort((a, b) => order[a.state] - order[b.state] || a.service.localeCompare(b.service, "en"))
}

const order: Record<ServiceState, number> = { changed: 0, added: 1, removed: 2, same: 3 }

function changeOf(service: string, before: Versions | null, after: Versions): ServiceChange {
  const was = before?.[service] ?? null
  const is = after[service] ?? null
  return { service, before: was, after: is, state: before === null ? "same" : stateOf(was, is) }
}

function stateOf(was: string | null, is: string | null): ServiceState {
  if (was === null) return "added"
  if (is === null) return "removed"
  return was === is ? "same" : "changed"
}
