import type { ReactNode } from "react"
import { shortTag } from "@/components/ledger/deployments/short-tag"
import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import { BehindMark } from "@/components/ledger/drift/behind-mark"
import { Card } from "@/components/ui/card"
import { ErrorLine, type Read } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { PageLink } from "@/components/ui/page-link"
import { Skeleton } from "@/components/ui/skeleton"
import { StatusMark, type StatusStyle } from "@/components/ui/status"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import type {
  ReleaseAttention,
  ReleaseAttentionItem,
  ReleaseAttentionKind,
} from "@/lib/console/overview/release-attention-schema"
import type { Attention, AttentionKind, Overview } from "@/lib/console/overview/schema"
import { formatCount, formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

interface AttentionListProps {
  overview: Overview
  /** The instant shown; null: now. */
  at: string | null
  /** The releases that need attention now; null if they are hidden or a past instant is shown. */
  releases: Read<ReleaseAttention> | null
}

/** Deployments and releases that need attention, most severe first. */
export function AttentionList({ overview, at, releases }: AttentionListProps) {
  const { attention, application } = overview
  const known = releases === null ? [] : releases.data
  return (
    <Card title="Needs attention" flush>
      {known !== undefined && attention.length + known.length === 0 ? (
        <p className="flex items-center gap-2 px-4 py-4 text-sm text-muted">
          <StatusGlyph shape="check-disc" size={13} className="text-deployed" />
          No failed, stuck or outdated deployments.
        </p>
      ) : (
        <>
          {attention.map((one) => (
            <DeploymentSection key={one.kind} attention={one} application={application} at={at} />
          ))}
          {known ? (
            known.map((one) => <ReleaseSection key={one.kind} attention={one} />)
          ) : releases?.error ? (
            <ErrorLine
              title="Could not load releases that need attention"
              read={releases}
              className="px-4 py-3"
            />
          ) : (
            <div className="px-4 py-3">
              <Skeleton className="h-5 w-full" />
            </div>
          )}
        </>
      )}
    </Card>
  )
}

interface DeploymentKind {
  title: string
  style: StatusStyle
  /** A page that lists all of them, and its link text. */
  all: (application: string | null, at: string | null) => string
  more: string
}

const behind: StatusStyle = { word: "Behind", shape: "triangle", tone: "pending" }

const deploymentKinds: Record<AttentionKind, DeploymentKind> = {
  failed: {
    title: "Latest deployment failed",
    style: deploymentStatusStyles.FAILED,
    all: (application, to) => pages.history({ application, to, status: "FAILED" }),
    more: "View failed deployments",
  },
  stuck: {
    title: "Pending for more than an hour",
    style: { ...deploymentStatusStyles.PENDING, busy: false },
    all: (application, to) => pages.history({ application, to, status: "PENDING" }),
    more: "View pending deployments",
  },
  rolledBack: {
    title: "Rolled back, not redeployed",
    style: deploymentStatusStyles.ROLLED_BACK,
    all: (application, to) => pages.history({ application, to, status: "ROLLED_BACK" }),
    more: "View rolled-back deployments",
  },
  drifted: {
    title: "Far behind",
    style: behind,
    all: (application, at) => pages.drift({ q: application, at, drifted: true }),
    more: "View drift",
  },
}

interface DeploymentSectionProps {
  attention: Attention
  application: string | null
  at: string | null
}

function DeploymentSection({ attention: { kind, total, items }, application, at }: DeploymentSectionProps) {
  const { title, style, all, more } = deploymentKinds[kind]
  const hasMore = total > items.length
  return (
    <Section
      title={title}
      heading={hasMore ? `${title}: ${formatCount(total)}` : title}
      link={hasMore && <Link href={all(application, at)}>{more}</Link>}
    >
      {items.map(({ deploymentId, imageTag, application: ofItem, environment, drift, since }) => (
        <Item
          key={deploymentId}
          style={style}
          end={drift ? <BehindMark behind={drift} against="the stage below" /> : <Time at={since} />}
        >
          <PageLink href={pages.deployment(deploymentId)} className="row-link font-mono text-xs">
            {shortTag(imageTag)}
          </PageLink>
          <span className="text-muted">
            {application === null && <> of {ofItem}</>} in {environment}
          </span>
        </Item>
      ))}
    </Section>
  )
}

interface ReleaseKind {
  title: string
  style: StatusStyle
  /** The page that lists all of them. */
  all: string
}

const pending = { shape: "open-ring", tone: "pending" } as const
const outOfBand = { shape: "lightning", tone: "out-of-band" } as const

const releaseKinds: Record<ReleaseAttentionKind, ReleaseKind> = {
  failed: {
    title: "Last change failed",
    style: { word: "Failed", shape: "cross", tone: "failed" },
    all: pages.releases({ status: "FAILED" }),
  },
  slow: {
    title: "Operations running too long",
    style: { word: "Running", ...pending },
    all: pages.releases(),
  },
  waiting: {
    title: "Operations waiting for a worker",
    style: { word: "Waiting", ...pending },
    all: pages.clusters(),
  },
  hanging: {
    title: "Stuck operations",
    style: { word: "Stuck", shape: "barred-circle", tone: "failed" },
    all: pages.releases(),
  },
  paused: {
    title: "Paused rollouts",
    style: { word: "Paused", ...pending },
    all: pages.rollouts({ state: "PAUSED" }),
  },
  outOfBand: {
    title: "Changed outside Slipway",
    style: { word: "Out of band", ...outOfBand },
    all: pages.releases({ outOfBand: true }),
  },
  unmanaged: {
    title: "Tenant releases not managed by Slipway",
    style: { word: "Not managed", ...outOfBand },
    all: pages.clusters(),
  },
  behind: {
    title: "Over the version budget",
    style: behind,
    all: pages.releases({ view: "versions" }),
  },
}

function ReleaseSection({ attention: { kind, total, items } }: { attention: ReleaseAttention[number] }) {
  const { title, style, all } = releaseKinds[kind]
  const shown = items.reduce((sum, { releases }) => sum + releases, 0)
  const hasLink = total > shown || kind === "outOfBand"
  return (
    <Section title={title} link={hasLink && <Link href={all}>View all {formatCount(total)}</Link>}>
      {items.map((item) => {
        const { releaseId, rolloutId, releaseName, chartName, chartVersion, since } = item
        const isVersion = rolloutId === null && releaseName === null
        return (
          <Item
            key={`${releaseId} ${rolloutId} ${releaseName} ${chartName} ${chartVersion}`}
            style={style}
            end={isVersion ? formatQuantity(item.releases, "release") : since && <Time at={since} />}
          >
            <ReleaseItem item={item} />
          </Item>
        )
      })}
    </Section>
  )
}

/** A rollout, a release, or a version that is too old. */
function ReleaseItem({ item }: { item: ReleaseAttentionItem }) {
  const { chartName, chartVersion, releaseId, releaseName, rolloutId, releases } = item
  const version = <span className="font-mono text-xs">{chartVersion}</span>
  if (rolloutId !== null) {
    return (
      <>
        <PageLink href={pages.rollout(rolloutId)} className="row-link">
          {chartName} <span className="text-muted">to</span> {version}
        </PageLink>
        <span className="text-muted"> for {formatQuantity(releases, "release")}</span>
      </>
    )
  }
  if (releaseName !== null) {
    const href = releaseId === null ? pages.clusters({ q: releaseName }) : pages.release(releaseId)
    return (
      <>
        <PageLink href={href} className="row-link">
          {releaseName}
        </PageLink>
        <span className="text-muted"> of {item.tenantName}</span>
      </>
    )
  }
  return (
    <>
      <PageLink href={pages.releases({ chartName, chartVersion })} className="row-link">
        {chartName} {version}
      </PageLink>
      <span className="text-muted">
        {" "}
        {formatQuantity(item.versionsBehind ?? 0, "version")} behind{" "}
        <span className="font-mono text-xs">{item.newestVersion}</span>
      </span>
    </>
  )
}

interface SectionProps {
  title: string
  /** Default: the title. */
  heading?: string
  link: ReactNode
  children: ReactNode
}

function Section({ title, heading = title, link, children }: SectionProps) {
  return (
    <section aria-label={title} className="border-b border-line last:border-0">
      <div className="flex items-baseline justify-between gap-2 px-4 pt-2.5 pb-1 text-xs">
        <h3 className="font-medium text-muted">{heading}</h3>
        {link}
      </div>
      <ul className="pb-1">{children}</ul>
    </section>
  )
}

function Item({ style, end, children }: { style: StatusStyle; end: ReactNode; children: ReactNode }) {
  return (
    <li className="relative flex min-h-9 items-center gap-2.5 px-4 text-sm hover:bg-raised/60">
      <StatusMark style={style} size={13} />
      <p className="min-w-0 flex-1 truncate">{children}</p>
      <span className="relative z-1 shrink-0 text-xs text-muted">{end}</span>
    </li>
  )
}
