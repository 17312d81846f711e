import { TriangleAlert } from "lucide-react"
import { ReleaseAttentionSections } from "@/components/console/overview/release-attention"
import { shortTag } from "@/components/ledger/deployments/short-tag"
import { StatusMark } from "@/components/ledger/deployments/status-badge"
import { BehindMark } from "@/components/ledger/drift/behind-mark"
import { Card } from "@/components/ui/card"
import { ErrorLine, type Read } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { PageLink } from "@/components/ui/page-link"
import { Skeleton } from "@/components/ui/skeleton"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import type { ReleaseAttention } from "@/lib/console/overview/release-attention-schema"
import type { Attention, AttentionItem, AttentionKind, Overview } from "@/lib/console/overview/schema"
import { formatCount } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

interface Kind {
  title: string
  mark: React.ReactNode
  /** A page that lists all of them, and its link text. */
  all: (application: string | null, at: string | null) => string
  more: string
}

const kinds: Record<AttentionKind, Kind> = {
  failed: {
    title: "Latest deployment failed",
    mark: <StatusMark status="FAILED" size={13} />,
    all: (application, to) => pages.history({ application, to, status: "FAILED" }),
    more: "View failed deployments",
  },
  stuck: {
    title: "Pending for more than an hour",
    mark: <StatusGlyph shape="open-ring" size={13} label="Pending" className="text-pending" />,
    all: (application, to) => pages.history({ application, to, status: "PENDING" }),
    more: "View pending deployments",
  },
  rolledBack: {
    title: "Rolled back, not redeployed",
    mark: <StatusMark status="ROLLED_BACK" size={13} />,
    all: (application, to) => pages.history({ application, to, status: "ROLLED_BACK" }),
    more: "View rolled-back deployments",
  },
  drifted: {
    title: "Far behind",
    mark: <TriangleAlert size={13} role="img" aria-label="Behind" className="text-pending" />,
    all: (application, at) => pages.drift({ q: application, at, drifted: true }),
    more: "View drift",
  },
}

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
            <KindOfAttention key={one.kind} attention={one} application={application} at={at} />
          ))}
          {known ? (
            <ReleaseAttentionSections attention={known} />
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

interface KindProps {
  attention: Attention
  application: string | null
  at: string | null
}

function KindOfAttention({ attention, application, at }: KindProps) {
  const { kind, total, items } = attention
  const look = kinds[kind]
  return (
    <section aria-label={look.title} className="border-b border-line last:border-0">
      <div className="flex items-baseline justify-between gap-2 px-4 pt-2.5 pb-1">
        <h3 className="text-xs font-medium text-muted">
          {look.title}
          {total > items.length && `: ${formatCount(total)}`}
        </h3>
        {total > items.length && (
          <Link href={look.all(application, at)} className="text-xs">
            {look.more}
          </Link>
        )}
      </div>
      <ul className="pb-1">
        {items.map((item) => (
          <li
            key={item.deploymentId}
            className="relative flex min-h-9 items-center gap-2.5 px-4 text-sm hover:bg-raised/60"
          >
            {look.mark}
            <p className="min-w-0 flex-1 truncate">
              <PageLink href={pages.deployment(item.deploymentId)} className="row-link font-mono text-xs">
                {shortTag(item.imageTag)}
              </PageLink>
              <span className="text-muted">
                {application === null && <> of {item.application}</>} in {item.environment}
              </span>
            </p>
            <Since item={item} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Since({ item }: { item: AttentionItem }) {
  return (
    <span className="relative z-1 shrink-0 text-xs text-muted">
      {item.drift ? <BehindMark behind={item.drift} against="the stage below" /> : <Time at={item.since} />}
    </span>
  )
}
