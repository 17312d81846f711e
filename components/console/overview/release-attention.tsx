import type { ReactNode } from "react"
import { quarantinedStyle } from "@/components/admin/quarantine/quarantine-style"
import { Link } from "@/components/ui/link"
import { PageLink } from "@/components/ui/page-link"
import { StatusMark, type StatusStyle } from "@/components/ui/status"
import { Time } from "@/components/ui/time"
import type {
  ReleaseAttention,
  ReleaseAttentionItem,
  ReleaseAttentionKind,
} from "@/lib/console/overview/release-attention-schema"
import { formatCount, formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

/** What to do next. */
export interface Step {
  label: string
  href: string
}

/** The next step: for everyone, or for operators and for read-only users. */
export type StepLabels = string | readonly [change: string, read: string]

export function labelFor(canChange: boolean, labels: StepLabels): string {
  if (typeof labels === "string") return labels
  return canChange ? labels[0] : labels[1]
}

interface AttentionSectionProps {
  title: string
  total: number
  /** The page that lists exactly these items. */
  allPath: string
  children: ReactNode
}

export function AttentionSection({ title, total, allPath, children }: AttentionSectionProps) {
  return (
    <section aria-label={title} className="border-b border-line last:border-0">
      <div className="flex items-baseline justify-between gap-2 px-4 pt-2.5 pb-1 text-xs">
        <h3 className="font-medium text-muted">
          {title} <span className="tabular-nums">· {formatCount(total)}</span>
        </h3>
        <Link href={allPath}>View all</Link>
      </div>
      <ul className="pb-1">{children}</ul>
    </section>
  )
}

interface AttentionItemProps {
  style: StatusStyle
  /** When, or by how much. */
  end: ReactNode
  step: Step
  children: ReactNode
}

export function AttentionItem({ style, end, step, children }: AttentionItemProps) {
  return (
    <li className="relative flex min-h-9 flex-wrap items-center gap-x-2.5 px-4 py-1.5 text-sm hover:bg-raised/60">
      <StatusMark style={style} size={13} />
      <p className="min-w-0 flex-1 truncate max-sm:basis-4/5 max-sm:whitespace-normal">{children}</p>
      <span className="relative z-1 shrink-0 text-xs text-muted max-sm:ml-5.5">{end}</span>
      <Link href={step.href} className="relative z-1 shrink-0 text-xs max-sm:ml-auto">
        {step.label}
      </Link>
    </li>
  )
}

interface ReleaseKind {
  title: string
  style: StatusStyle
  /** The page that lists exactly these items. */
  allPath: string
  /** What to do next about one of them. */
  step: StepLabels
}

const pending = { shape: "open-ring", tone: "pending" } as const
const outOfBand = { shape: "lightning", tone: "out-of-band" } as const

/** The anchor of the attention list on the overview. */
export const attentionAnchor = "#attention"

export const releaseKinds: Record<ReleaseAttentionKind, ReleaseKind> = {
  quarantined: {
    title: "Quarantined chart version running",
    style: quarantinedStyle,
    allPath: pages.releases({ quarantined: true }),
    step: ["Upgrade or roll back", "See details"],
  },
  failed: {
    title: "Last change failed",
    style: { word: "Failed", shape: "cross", tone: "failed" },
    allPath: pages.releases({ status: "FAILED" }),
    step: ["Fix or roll back", "See why"],
  },
  slow: {
    title: "Operations running too long",
    style: { word: "Running", ...pending },
    allPath: pages.releases({ change: "slow" }),
    step: "See progress",
  },
  waiting: {
    title: "Operations waiting for a worker",
    style: { word: "Waiting", ...pending },
    allPath: pages.releases({ change: "waiting" }),
    step: "See progress",
  },
  hanging: {
    title: "Stuck operations",
    style: { word: "Stuck", shape: "hourglass", tone: "failed" },
    allPath: pages.releases({ change: "hanging" }),
    step: ["Repair it", "See why"],
  },
  paused: {
    title: "Paused rollouts",
    style: { word: "Paused", ...pending },
    allPath: pages.rollouts({ state: "PAUSED" }),
    step: ["Resume it", "See why"],
  },
  outOfBand: {
    title: "Changed outside Slipway",
    style: { word: "Out of band", ...outOfBand },
    allPath: pages.releases({ outOfBand: true, installed: true }),
    step: "See what changed",
  },
  unmanaged: {
    title: "Tenant releases not managed by Slipway",
    style: { word: "Not managed", ...outOfBand },
    allPath: pages.clusters({ adoptable: true }),
    step: ["Adopt it", "See where"],
  },
  behind: {
    title: "Over the version budget",
    style: { word: "Behind", shape: "triangle", tone: "pending" },
    allPath: pages.releases({ overBudget: true }),
    step: ["Upgrade them", "See which"],
  },
}

interface ReleaseSectionProps {
  attention: ReleaseAttention[number]
  canChange: boolean
}

export function ReleaseSection({ attention: { kind, total, items }, canChange }: ReleaseSectionProps) {
  const { title, style, allPath, step } = releaseKinds[kind]
  return (
    <AttentionSection title={title} total={total} allPath={allPath}>
      {items.map((item) => {
        const { releaseId, rolloutId, releaseName, chartName, chartVersion, since } = item
        const isVersion = rolloutId === null && releaseName === null
        return (
          <AttentionItem
            key={`${releaseId} ${rolloutId} ${releaseName} ${chartName} ${chartVersion}`}
            style={style}
            step={{ label: labelFor(canChange, step), href: pageOf(item) }}
            end={isVersion ? formatQuantity(item.releases, "release") : since && <Time at={since} />}
          >
            <ReleaseItem item={item} />
          </AttentionItem>
        )
      })}
    </AttentionSection>
  )
}

function pageOf({
  rolloutId,
  releaseId,
  releaseName,
  repository,
  chartName,
  chartVersion,
}: ReleaseAttentionItem): string {
  if (rolloutId !== null) return pages.rollout(rolloutId)
  if (releaseName === null) {
    return pages.releases({ chartName: `${repository}/${chartName}`, chartVersion, installed: true })
  }
  return releaseId === null ? pages.clusters({ q: releaseName }) : pages.release(releaseId)
}

/** A rollout, a release, or a version that is too old. */
function ReleaseItem({ item }: { item: ReleaseAttentionItem }) {
  const { chartName, chartVersion, releaseName, rolloutId } = item
  return (
    <>
      <PageLink href={pageOf(item)} className="row-link">
        {releaseName ?? chartName} {rolloutId !== null && <span className="text-muted">to </span>}
        <span className="font-mono text-xs">{chartVersion}</span>
      </PageLink>
      <span className="text-muted"> {detailOf(item)}</span>
    </>
  )
}

function detailOf(item: ReleaseAttentionItem): ReactNode {
  const { rolloutId, releaseName, tenantName, releases, versionsBehind, newestVersion } = item
  if (rolloutId !== null) return `for ${formatQuantity(releases, "release")}`
  if (releaseName !== null) return `of ${tenantName}`
  return (
    <>
      {formatQuantity(versionsBehind ?? 0, "version")} behind{" "}
      <span className="font-mono text-xs">{newestVersion}</span>
    </>
  )
}
