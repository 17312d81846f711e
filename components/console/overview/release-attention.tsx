import { TriangleAlert } from "lucide-react"
import { Link } from "@/components/ui/link"
import { PageLink } from "@/components/ui/page-link"
import { type GlyphShape, StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import type {
  ReleaseAttention,
  ReleaseAttentionItem,
  ReleaseAttentionKind,
} from "@/lib/console/overview/release-attention-schema"
import { formatCount, formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

interface Kind {
  title: string
  shape: GlyphShape | null
  word: string
  colour: string
  /** The page that lists all of them. */
  all: string
}

const kinds: Record<ReleaseAttentionKind, Kind> = {
  failed: {
    title: "Last change failed",
    shape: "cross",
    word: "Failed",
    colour: "text-failed",
    all: pages.releases({ status: "FAILED" }),
  },
  slow: {
    title: "Operations running too long",
    shape: "open-ring",
    word: "Running",
    colour: "text-pending",
    all: pages.releases(),
  },
  waiting: {
    title: "Operations waiting for a worker",
    shape: "open-ring",
    word: "Waiting",
    colour: "text-pending",
    all: pages.clusters(),
  },
  hanging: {
    title: "Stuck operations",
    shape: "barred-circle",
    word: "Stuck",
    colour: "text-failed",
    all: pages.releases(),
  },
  paused: {
    title: "Paused rollouts",
    shape: "open-ring",
    word: "Paused",
    colour: "text-pending",
    all: pages.rollouts({ state: "PAUSED" }),
  },
  outOfBand: {
    title: "Changed outside Slipway",
    shape: "lightning",
    word: "Out of band",
    colour: "text-out-of-band",
    all: pages.releases({ outOfBand: true }),
  },
  unmanaged: {
    title: "Tenant releases not managed by Slipway",
    shape: "lightning",
    word: "Not managed",
    colour: "text-out-of-band",
    all: pages.clusters(),
  },
  behind: {
    title: "Over the version budget",
    shape: null,
    word: "Behind",
    colour: "text-pending",
    all: pages.releases({ view: "versions" }),
  },
}

/** The releases that need attention, as sections of "Needs attention", most severe first. */
export function ReleaseAttentionSections({ attention }: { attention: ReleaseAttention }) {
  return attention.map(({ kind, total, items }) => {
    const look = kinds[kind]
    const shown = items.reduce((sum, { releases }) => sum + releases, 0)
    return (
      <section key={kind} aria-label={look.title} className="border-b border-line last:border-0">
        <div className="flex items-baseline justify-between gap-2 px-4 pt-2.5 pb-1">
          <h3 className="text-xs font-medium text-muted">{look.title}</h3>
          {(total > shown || kind === "outOfBand") && (
            <Link href={look.all} className="text-xs">
              View all {formatCount(total)}
            </Link>
          )}
        </div>
        <ul className="pb-1">
          {items.map((item) => (
            <li
              key={`${item.releaseId} ${item.rolloutId} ${item.releaseName} ${item.chartName} ${item.chartVersion}`}
              className="relative flex min-h-9 items-center gap-2.5 px-4 text-sm hover:bg-raised/60"
            >
              <Mark look={look} />
              <Words item={item} />
            </li>
          ))}
        </ul>
      </section>
    )
  })
}

function Words({ item }: { item: ReleaseAttentionItem }) {
  if (item.rolloutId !== null) return <RolloutWords item={item} id={item.rolloutId} />
  return item.releaseName === null ? <VersionLabel item={item} /> : <ReleaseWords item={item} />
}

function RolloutWords({ item, id }: { item: ReleaseAttentionItem; id: string }) {
  return (
    <>
      <p className="min-w-0 flex-1 truncate">
        <PageLink href={pages.rollout(id)} className="row-link">
          {item.chartName} <span className="text-muted">to</span>{" "}
          <span className="font-mono text-xs">{item.chartVersion}</span>
        </PageLink>
        <span className="text-muted"> for {formatQuantity(item.releases, "release")}</span>
      </p>
      {item.since && <Time at={item.since} className="relative z-1 shrink-0 text-xs text-muted" />}
    </>
  )
}

function Mark({ look }: { look: Kind }) {
  if (look.shape === null) {
    return <TriangleAlert size={13} role="img" aria-label={look.word} className={`shrink-0 ${look.colour}`} />
  }
  return <StatusGlyph shape={look.shape} size={13} label={look.word} className={`shrink-0 ${look.colour}`} />
}

function ReleaseWords({ item }: { item: ReleaseAttentionItem }) {
  return (
    <>
      <p className="min-w-0 flex-1 truncate">
        <PageLink
          href={
            item.releaseId === null ? pages.clusters({ q: item.releaseName }) : pages.release(item.releaseId)
          }
          className="row-link"
        >
          {item.releaseName}
        </PageLink>
        <span className="text-muted"> of {item.tenantName}</span>
      </p>
      {item.since && <Time at={item.since} className="relative z-1 shrink-0 text-xs text-muted" />}
    </>
  )
}

function VersionLabel({ item }: { item: ReleaseAttentionItem }) {
  const { chartName, chartVersion, newestVersion, versionsBehind, releases } = item
  return (
    <>
      <p className="min-w-0 flex-1 truncate">
        <PageLink href={pages.releases({ chartName, chartVersion })} className="row-link">
          {chartName} <span className="font-mono text-xs">{chartVersion}</span>
        </PageLink>
        <span className="text-muted">
          {" "}
          {formatQuantity(versionsBehind ?? 0, "version")} behind{" "}
          <span className="font-mono text-xs">{newestVersion}</span>
        </span>
      </p>
      <span className="shrink-0 text-xs text-muted">{formatQuantity(releases, "release")}</span>
    </>
  )
}
