import { quarantinedStyle } from "@/components/admin/quarantine/quarantine-style"
import {
  AttentionItem,
  AttentionSection,
  attentionAnchor,
  labelFor,
  ReleaseSection,
  type StepLabels,
} from "@/components/console/overview/release-attention"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import { shortTag } from "@/components/ledger/deployments/short-tag"
import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import { BehindMark } from "@/components/ledger/drift/behind-mark"
import { conditionStyles } from "@/components/ledger/lanes/condition-styles"
import { Card } from "@/components/ui/card"
import { ErrorLine, type Read } from "@/components/ui/error-state"
import { PageLink } from "@/components/ui/page-link"
import { Skeleton } from "@/components/ui/skeleton"
import type { StatusStyle } from "@/components/ui/status"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import type { ReleaseAttention } from "@/lib/console/overview/release-attention-schema"
import type { Attention, AttentionKind, Overview } from "@/lib/console/overview/schema"
import { pages } from "@/lib/platform/paths"

interface AttentionListProps {
  overview: Overview
  /** The instant shown; null: now. */
  at: string | null
  /** The releases that need attention now; null if they are hidden or a past instant is shown. */
  releases: Read<ReleaseAttention> | null
  rights: ViewerRights
}

export function AttentionList({ overview, at, releases, rights }: AttentionListProps) {
  const { attention, application } = overview
  const releaseItems = releases === null ? [] : releases.data
  return (
    <Card title="Needs attention" flush id={attentionAnchor.slice(1)}>
      {releaseItems !== undefined && attention.length + releaseItems.length === 0 ? (
        <p className="flex items-center gap-2 px-4 py-4 text-sm text-muted">
          <StatusGlyph shape="check-disc" size={13} className="text-deployed" />
          No failed, stuck or outdated deployments.
        </p>
      ) : (
        <>
          {attention.map((one) => (
            <DeploymentSection
              key={one.kind}
              {...{ attention: one, application, at, canChange: rights.record }}
            />
          ))}
          {releaseItems ? (
            releaseItems.map((one) => (
              <ReleaseSection key={one.kind} attention={one} canChange={rights.changeReleases} />
            ))
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
  /** What to do next about one of them. */
  step: StepLabels
}

const deploymentKinds: Record<AttentionKind, DeploymentKind> = {
  quarantined: { title: "Quarantined image tag running", style: quarantinedStyle, step: "See why" },
  failed: { title: "Latest deployment failed", style: deploymentStatusStyles.FAILED, step: "See why" },
  stuck: {
    title: "Pending for more than an hour",
    style: { ...deploymentStatusStyles.PENDING, busy: false },
    step: ["Complete it", "See details"],
  },
  rolledBack: {
    title: "Rolled back, not redeployed",
    style: deploymentStatusStyles.ROLLED_BACK,
    step: "See why",
  },
  farBehind: { title: "Far behind", style: conditionStyles.farBehind, step: "See promotions" },
}

interface DeploymentSectionProps {
  attention: Attention
  application: string | null
  at: string | null
  canChange: boolean
}

function DeploymentSection({ attention, application, at, canChange }: DeploymentSectionProps) {
  const { kind, total, items } = attention
  const { title, style, step } = deploymentKinds[kind]
  return (
    <AttentionSection
      title={title}
      total={total}
      allPath={pages.running({ condition: kind, application, at })}
    >
      {items.map((item) => (
        <AttentionItem
          key={item.deploymentId}
          style={style}
          step={{
            label: labelFor(canChange, step),
            href:
              kind === "farBehind"
                ? pages.promotions({ application: item.application })
                : pages.deployment(item.deploymentId),
          }}
          end={item.drift ? <BehindMark behind={item.drift} /> : <Time at={item.since} />}
        >
          <PageLink href={pages.deployment(item.deploymentId)} className="row-link font-mono text-xs">
            {shortTag(item.imageTag)}
          </PageLink>
          <span className="text-muted">
            {application === null && <> of {item.application}</>} in {item.environment}
          </span>
        </AttentionItem>
      ))}
    </AttentionSection>
  )
}
