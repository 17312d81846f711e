import clsx from "clsx"
import type { ReactNode } from "react"
import { QuarantineMark } from "@/components/admin/quarantine/quarantine-mark"
import { locationLabel, searchKinds } from "@/components/console/search/search-labels"
import { releaseStatusStyles } from "@/components/fleet/releases/release-status"
import { StatusMark } from "@/components/ledger/deployments/status-badge"
import { ButtonLink } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Link } from "@/components/ui/link"
import { PageLink } from "@/components/ui/page-link"
import { StatusLabel } from "@/components/ui/status"
import { Time } from "@/components/ui/time"
import type { RunningEnvironment, SearchHit, SearchKind } from "@/lib/console/search/schema"
import type { RunningRelease } from "@/lib/fleet/releases/fleet-schema"
import { formatCount } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

export function HitCard({ hit, canInstall }: { hit: SearchHit; canInstall: boolean }) {
  const { kind, newest } = hit
  const { one, isCode, link } = searchKinds[kind]
  const hasEnvironments = kind !== "tenant" && kind !== "release"
  return (
    <Card
      title={
        <>
          <span className="font-normal text-muted">{one}</span>{" "}
          <span className={isCode ? "font-mono text-xs" : undefined}>{hit.label}</span>
        </>
      }
      description={hit.detail}
      actions={
        kind === "tenant" && canInstall ? (
          <ButtonLink href={pages.install(hit.id)} size="sm">
            Install chart…
          </ButtonLink>
        ) : (
          link && (
            <Link href={hit.path} className="text-xs">
              {link}
            </Link>
          )
        )
      }
      flush
    >
      <div className={clsx(hasEnvironments && "grid grid-cols-1 lg:grid-cols-2 lg:divide-x lg:divide-line")}>
        {hasEnvironments && <Environments hit={hit} />}
        <Tenants hit={hit} />
      </div>
      {newest !== null && (
        <p className="flex flex-wrap items-center gap-x-2 border-t border-line px-4 py-2 text-xs text-muted">
          <StatusMark status={newest.status} size={12} />
          Last deployed to{" "}
          <Link href={pages.deployment(newest.deploymentId)}>
            {newest.environment} as {newest.imageTag}
          </Link>
          <Time at={newest.at} focusable /> by {newest.by}
        </p>
      )}
    </Card>
  )
}

const headClass = "px-4 pt-3 pb-1 text-xs font-medium text-muted"
const lineClass =
  "relative flex min-h-9 flex-wrap items-center gap-x-2.5 px-4 py-1.5 text-sm hover:bg-raised/60"

/** Says which of several hits a list belongs to. */
const nameOf = ({ kind, label }: SearchHit) => `${searchKinds[kind].one} ${label}`

function Environments({ hit }: { hit: SearchHit }) {
  const { items, total } = hit.environments
  return (
    <section
      aria-label={`Environments running ${nameOf(hit)}`}
      className="pb-2 max-lg:border-b max-lg:border-line"
    >
      <h3 className={headClass}>
        Environments <span className="tabular-nums">{formatCount(total)}</span>
      </h3>
      {items.length === 0 && <p className="px-4 py-2 text-sm text-muted">Not running in any environment.</p>}
      <ul>
        {items.map((item) => (
          <EnvironmentLine key={item.deploymentId} item={item} />
        ))}
      </ul>
      <Rest total={total} shown={items.length} />
    </section>
  )
}

function EnvironmentLine({ item }: { item: RunningEnvironment }) {
  return (
    <li className={lineClass}>
      <StatusMark status="DEPLOYED" size={13} />
      <PageLink href={pages.deployment(item.deploymentId)} className="row-link">
        {item.environment}
      </PageLink>
      <QuarantineMark version={item} />
      <span className="min-w-0 truncate text-xs text-muted max-sm:wrap-anywhere max-sm:whitespace-normal">
        {item.application} <span className="font-mono">{item.imageTag}</span>
      </span>
      <Since at={item.since} by={item.by} />
    </li>
  )
}

function Tenants({ hit }: { hit: SearchHit }) {
  const { items, total } = hit.tenants
  const isTenantHit = hit.kind === "tenant"
  return (
    <section
      aria-label={`${isTenantHit ? "Releases of" : "Tenants running"} ${nameOf(hit)}`}
      className="pb-2"
    >
      <h3 className={headClass}>
        {isTenantHit ? "Releases" : "Tenants"} <span className="tabular-nums">{formatCount(total)}</span>
      </h3>
      {items.length === 0 && (
        <p className="px-4 py-2 text-sm text-muted">
          {isTenantHit ? "No releases yet." : "Not running for any tenant."}
        </p>
      )}
      <ul>
        {items.map((item) => (
          <ReleaseLine key={item.releaseId} item={item} named={!isTenantHit} />
        ))}
      </ul>
      <Rest total={total} shown={items.length} href={everyTenant(hit)}>
        {hit.newest !== null && searchKinds[hit.kind].isShippedInMany && (
          <Link href={pages.deployment(hit.newest.deploymentId)}>Releases of {hit.newest.imageTag}</Link>
        )}
      </Rest>
    </section>
  )
}

export function ReleaseLine({ item, named = true }: { item: RunningRelease; named?: boolean }) {
  return (
    <li className={lineClass}>
      <PageLink href={pages.release(item.releaseId)} className="row-link">
        {named ? item.tenantName : item.releaseName}
      </PageLink>
      <QuarantineMark version={item} />
      <span className="min-w-0 truncate text-xs text-muted max-sm:wrap-anywhere max-sm:whitespace-normal">
        {item.chartName}{" "}
        <span className="font-mono">
          {item.chartVersion} · {item.appVersion}
        </span>
      </span>
      {item.status !== "DEPLOYED" && (
        <StatusLabel style={releaseStatusStyles[item.status]} className="text-xs" />
      )}
      <Since at={item.since} by={item.by} />
    </li>
  )
}

function Since({ at, by }: { at: string; by: string }) {
  return (
    <span className="relative z-1 ml-auto text-xs text-muted">
      <Time at={at} /> by {by}
    </span>
  )
}

interface RestProps {
  total: number
  shown: number
  /** The page that lists exactly these items. */
  href?: string | null
  /** Links to pages with some of the items, if no page lists all of them. */
  children?: ReactNode
}

function Rest({ total, shown, href, children }: RestProps) {
  if (total <= shown) return null
  return (
    <p className="flex gap-x-3 px-4 py-1 text-xs text-muted">
      {href ? (
        <Link href={href}>View all {formatCount(total)}</Link>
      ) : (
        `and ${formatCount(total - shown)} more`
      )}
      {children}
    </p>
  )
}

/** The page that lists all of its tenants; null if there is none. */
function everyTenant({ kind, id, path, tenants }: SearchHit): string | null {
  const [first] = tenants.items
  if (kind === "chartVersion" && first) {
    return pages.releases({ chartName: first.chartName, chartVersion: first.chartVersion })
  }
  if (kind === "appVersion") return pages.releases({ appVersion: id })
  if (kind === "chart") return pages.releases({ chartName: id })
  if (kind === "tenant") return path
  return null
}

interface HitListProps {
  kind: SearchKind
  hits: readonly SearchHit[]
  more: boolean
}

export function HitList({ kind, hits, more }: HitListProps) {
  return (
    <Card title={searchKinds[kind].plural} flush>
      <ul>
        {hits.map((hit) => (
          <li
            key={hit.id}
            className="relative flex min-h-9 flex-wrap items-baseline gap-x-3 border-b border-line px-4 py-2 text-sm last:border-0 hover:bg-raised/60"
          >
            <PageLink
              href={hit.path}
              className={
                searchKinds[kind].isCode ? "row-link min-w-0 font-mono text-xs break-all" : "row-link min-w-0"
              }
            >
              {hit.label}
            </PageLink>
            {hit.detail && <span className="min-w-0 flex-1 truncate text-xs text-muted">{hit.detail}</span>}
            <span className="ml-auto text-xs text-muted">{locationLabel(hit)}</span>
          </li>
        ))}
      </ul>
      {more && (
        <p className="border-t border-line px-4 py-2 text-xs text-muted">
          More results are available. Refine your search to narrow them down.
        </p>
      )}
    </Card>
  )
}
