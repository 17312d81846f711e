import { useState } from "react"
import { behindLabel } from "@/components/ledger/drift/behind-mark"
import { conditionStyles, verdictLabel } from "@/components/ledger/lanes/condition-styles"
import { Badge, toneText } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Chip } from "@/components/ui/copy"
import { Link } from "@/components/ui/link"
import { PageLink } from "@/components/ui/page-link"
import { StatusIcon } from "@/components/ui/status"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import { NameText, VersionText } from "@/components/ui/version-text"
import type { Overview, OverviewEnvironment } from "@/lib/console/overview/schema"
import { compareImportance } from "@/lib/ledger/environments/promotion-order"
import { type LaneCondition, laneConditions } from "@/lib/ledger/lanes/conditions"
import { formatCount, formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

/** One card per environment, production first; the less important ones of many are folded. */
export function EnvironmentCards({ overview, at }: { overview: Overview; at: string | null }) {
  const [isExpanded, setExpanded] = useState(false)
  const { environments, application } = overview
  const { shown, folded } = foldEnvironments(environments)
  const cards = isExpanded ? environments.toSorted(byImportance) : shown
  if (environments.length === 0) {
    return (
      <section
        aria-label="Environments"
        className="rounded-md border border-line bg-surface px-4 py-3 text-sm text-muted"
      >
        {application === null
          ? "Nothing was deployed by then."
          : `${application} was not deployed anywhere${at === null ? " yet" : " by then"}.`}
      </section>
    )
  }
  const running = environments.reduce((sum, { counts }) => sum + counts.running, 0)
  return (
    <section aria-label="Environments" className="flex flex-col gap-2">
      <p className="flex items-baseline justify-between gap-2 text-xs text-muted">
        {formatQuantity(environments.length, "environment")}
        <Link href={pages.running({ application, at })}>View all {formatCount(running)} running</Link>
      </p>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(16rem,100%),1fr))] gap-3">
        {cards.map((stage) => (
          <EnvironmentCard
            key={stage.environment}
            stage={stage}
            below={stageBelow(stage, environments)}
            application={application}
            at={at}
          />
        ))}
      </ul>
      {folded > 0 && (
        <Button
          size="sm"
          variant="ghost"
          aria-expanded={isExpanded}
          onClick={() => setExpanded(!isExpanded)}
          className="self-start"
        >
          {isExpanded ? "Show fewer" : `Show ${formatQuantity(folded, "more environment")}`}
        </Button>
      )}
    </section>
  )
}

/** The environments of the next lower rank where something runs; empty: nowhere; null: there is no lower rank. */
function stageBelow({ rank }: OverviewEnvironment, environments: readonly OverviewEnvironment[]) {
  if (rank === null) return null
  const lower = environments.filter((one) => one.rank !== null && one.rank < rank)
  if (lower.length === 0) return null
  const running = lower.filter(({ current }) => current !== null)
  const nearest = Math.max(...running.map((one) => one.rank ?? 0))
  return running
    .filter((one) => one.rank === nearest)
    .map(({ environment }) => environment)
    .join(" / ")
}

interface EnvironmentCardProps {
  stage: OverviewEnvironment
  /** The stage it is compared with; empty: nothing runs in a lower stage; null: it is the first stage. */
  below: string | null
  /** Null: the card covers all applications. */
  application: string | null
  /** The instant shown; null: now. */
  at: string | null
}

/** The health of an environment and its newest deployment: since when, by whom, what is next, how far it is behind. */
function EnvironmentCard({ stage, below, application, at }: EnvironmentCardProps) {
  const { current, next, environment, verdict } = stage
  const list = (condition: LaneCondition) => pages.running({ environment, application, condition, at })
  return (
    <li className="relative flex min-h-34 flex-col rounded-md border border-line bg-surface hover:border-line-strong">
      <div className="flex items-center gap-2 px-4 pt-3">
        <h2 className="min-w-0 flex-1 truncate text-sm font-medium" title={environment}>
          <PageLink href={list("running")} className="row-link">
            {environment}
          </PageLink>
        </h2>
        {stage.production && <span className="text-2xs text-muted">production</span>}
      </div>
      <div className="flex flex-1 flex-col gap-1.5 px-4 pt-1.5 pb-3 pointer-coarse:gap-3">
        {verdict === null ? (
          <p className="text-sm text-muted">Nothing is running here.</p>
        ) : (
          <p className="flex items-center gap-2 text-base font-medium">
            <StatusIcon style={conditionStyles[verdict]} size={15} />
            <PageLink href={list(verdict)} className="touch-line relative z-1 rounded-sm hover:text-accent">
              {verdictLabel(verdict, stage.counts[verdict], application !== null)}
            </PageLink>
          </p>
        )}
        {application === null && <Counts stage={stage} list={list} />}
        {current && (
          <>
            <p className="flex min-w-0 items-center gap-2">
              <Chip value={current.imageTag} label="image tag" />
              {application === null && (
                <span className="max-w-3/5 shrink-0 text-xs text-muted">
                  <NameText value={current.application} />
                </span>
              )}
            </p>
            <p className="touch-line truncate text-xs text-muted">
              <PageLink
                href={pages.deployment(current.deploymentId)}
                className="touch-line relative z-1 rounded-sm hover:text-text"
              >
                <Time at={current.deployedAt} />
              </PageLink>{" "}
              by {current.initiatedBy}
            </p>
          </>
        )}
        {next && (
          <p className="flex min-w-0 items-center gap-1.5 text-xs">
            <Badge tone="pending" icon={<StatusGlyph shape="open-ring" size={10} turning />}>
              next
            </Badge>
            <PageLink
              href={pages.deployment(next.deploymentId)}
              className="touch-line relative z-1 flex min-w-0 rounded-sm hover:text-accent"
            >
              <VersionText value={next.imageTag} />
            </PageLink>
          </p>
        )}
      </div>
      {application !== null && <DriftLine stage={stage} below={below} />}
    </li>
  )
}

/** The other numbers of an environment, each a link to the rows that it counts. */
function Counts({ stage, list }: { stage: OverviewEnvironment; list: (condition: LaneCondition) => string }) {
  const { counts, verdict } = stage
  const others = laneConditions.filter(
    (condition) => counts[condition] > 0 && (condition !== verdict || condition === "running"),
  )
  if (others.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-x-3 text-xs text-muted pointer-coarse:gap-y-3">
      {others.toReversed().map((condition) => (
        <li key={condition}>
          <PageLink
            href={list(condition)}
            className="touch-line relative z-1 rounded-sm whitespace-nowrap tabular-nums hover:text-accent"
          >
            <span className="text-text">{formatCount(counts[condition])}</span>{" "}
            {conditionStyles[condition].word}
          </PageLink>
        </li>
      ))}
    </ul>
  )
}

function DriftLine({ stage, below }: Pick<EnvironmentCardProps, "stage" | "below">) {
  if (!stage.current) return null
  const tone = conditionStyles[stage.counts.farBehind > 0 ? "farBehind" : "behind"].tone
  return (
    <p className="min-h-8 border-t border-line px-4 py-1.5 text-xs text-muted">
      {stage.drift ? (
        <span className={toneText[tone]}>{behindLabel(stage.drift, below || undefined)}</span>
      ) : (
        versionLagOf(stage, below)
      )}
    </p>
  )
}

function versionLagOf({ rank }: OverviewEnvironment, below: string | null): string {
  if (rank === null) return "outside the promotion order"
  if (below === null) return "first stage"
  return below === "" ? "nothing runs in a lower stage" : `in sync with ${below}`
}

const maxShown = 8
const urgent: readonly LaneCondition[] = ["quarantined", "failed", "stuck", "rolledBack"]

/** Shows up to eight: those that need attention, then those with the most applications, then the newest. */
export function foldEnvironments(environments: readonly OverviewEnvironment[]) {
  const ordered = environments.toSorted(byImportance)
  if (environments.length <= maxShown) return { shown: ordered, folded: 0 }
  const troubled = ordered.filter(({ verdict }) => verdict !== null && urgent.includes(verdict))
  const busiest = environments.filter((stage) => !troubled.includes(stage)).toSorted(compareActivity)
  const kept = new Set([...troubled, ...busiest.slice(0, Math.max(0, maxShown - troubled.length))])
  return { shown: ordered.filter((stage) => kept.has(stage)), folded: environments.length - kept.size }
}

function byImportance(a: OverviewEnvironment, b: OverviewEnvironment): number {
  return compareImportance({ ...a, name: a.environment }, { ...b, name: b.environment })
}

function compareActivity(a: OverviewEnvironment, b: OverviewEnvironment): number {
  return b.applications - a.applications || newest(b) - newest(a)
}

function newest({ current }: OverviewEnvironment): number {
  return current === null ? 0 : Date.parse(current.deployedAt)
}
