"use client"

import { useState } from "react"
import { shortTag } from "@/components/ledger/deployments/short-tag"
import { behindLabel, isFarBehind } from "@/components/ledger/drift/behind-mark"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Chip } from "@/components/ui/copy"
import { PageLink } from "@/components/ui/page-link"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import type { Overview, OverviewEnvironment } from "@/lib/console/overview/schema"
import { formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

/**
 * One card per environment, in promotion order; with many stages the busiest come first and the rest can be expanded.
 */
export function EnvironmentCards({ overview, at }: { overview: Overview; at: string | null }) {
  const [all, setAll] = useState(false)
  const { environments, application } = overview
  const { shown, folded } = foldEnvironments(environments)
  const cards = all ? environments : shown
  return (
    <section aria-label="Environments" className="flex flex-col gap-2">
      <ul className="grid grid-cols-[repeat(auto-fit,minmax(min(15rem,100%),1fr))] gap-3">
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
          aria-expanded={all}
          onClick={() => setAll(!all)}
          className="self-start"
        >
          {all ? "Show fewer" : `Show ${formatQuantity(folded, "more environment")}`}
        </Button>
      )}
    </section>
  )
}

/** The environments of the next lower rank in which something runs; empty: in none. null: there is no lower rank. */
function stageBelow(
  { rank }: OverviewEnvironment,
  environments: readonly OverviewEnvironment[],
): string | null {
  if (rank === null) return null
  const lower = environments.flatMap((one) =>
    one.rank !== null && one.rank < rank ? [{ ...one, rank: one.rank }] : [],
  )
  if (lower.length === 0) return null
  const running = lower.filter(({ current }) => current !== null)
  const nearest = Math.max(...running.map((one) => one.rank))
  return running
    .filter((one) => one.rank === nearest)
    .map(({ environment }) => environment)
    .join(" / ")
}

interface EnvironmentCardProps {
  stage: OverviewEnvironment
  /** The environments its drift is measured against, as text. */
  /** The stage it is compared with; empty: nothing runs in a lower stage. null: it is the first. */
  below: string | null
  /** Null: the card covers all applications. */
  application: string | null
  /** The instant shown; null: now. */
  at: string | null
}

/** The current version of an environment: since when, by whom, what is pending and how far it is behind. */
function EnvironmentCard({ stage, below, application, at }: EnvironmentCardProps) {
  const { current, next, environment } = stage
  return (
    <li className="relative flex min-h-36 flex-col rounded-md border border-line bg-surface hover:border-line-strong">
      <div className="flex items-center gap-2 px-4 pt-3">
        <h2 className="min-w-0 flex-1 truncate text-sm font-medium">
          <PageLink href={pages.history({ environment, application, to: at })} className="row-link">
            {environment}
          </PageLink>
        </h2>
        {stage.production && <span className="text-2xs text-muted">production</span>}
      </div>
      <div className="flex flex-1 flex-col gap-1 px-4 pt-2 pb-3">
        {current ? (
          <>
            <p className="flex min-w-0 items-center gap-2">
              <Chip value={current.imageTag} what="image tag" className="text-sm!">
                {shortTag(current.imageTag)}
              </Chip>
              {application === null && (
                <span className="min-w-0 truncate text-xs text-muted">{current.application}</span>
              )}
            </p>
            <p className="truncate text-xs text-muted">
              <PageLink
                href={pages.deployment(current.deploymentId)}
                className="relative z-1 rounded-sm hover:text-text"
              >
                <Time at={current.deployedAt} />
              </PageLink>{" "}
              by {current.initiatedBy}
            </p>
          </>
        ) : (
          <p className="text-sm text-muted">Nothing is running here.</p>
        )}
        {next && (
          <p className="flex min-w-0 items-center gap-1.5 text-xs">
            <Badge tone="pending" icon={<StatusGlyph shape="open-ring" size={10} turning />}>
              next
            </Badge>
            <PageLink
              href={pages.deployment(next.deploymentId)}
              className="relative z-1 min-w-0 truncate rounded-sm font-mono hover:text-accent"
            >
              {next.imageTag}
            </PageLink>
          </p>
        )}
      </div>
      <DriftLine stage={stage} below={below} application={application} />
    </li>
  )
}

function DriftLine({ stage, below, application }: Omit<EnvironmentCardProps, "at">) {
  if (!stage.current) return null
  return (
    <p className="flex min-h-8 flex-wrap items-center justify-between gap-x-2 border-t border-line px-4 py-1.5 text-xs text-muted">
      {application === null ? (
        <>
          <span>{formatQuantity(stage.applications, "application")}</span>
          {stage.behind > 0 && <span className="text-pending">{stage.behind} behind</span>}
        </>
      ) : stage.drift ? (
        <span className={isFarBehind(stage.drift) ? "text-failed" : "text-pending"}>
          {behindLabel(stage.drift, below || "the stage below")}
        </span>
      ) : (
        <span>{versionLagOf(stage, below)}</span>
      )}
    </p>
  )
}

function versionLagOf({ rank }: OverviewEnvironment, below: string | null): string {
  if (rank === null) return "outside the promotion order"
  if (below === null) return "first stage"
  return below === "" ? "nothing runs in a lower stage" : `in sync with ${below}`
}

const most = 8

/** Of more than eight environments, the eight with the most applications (then the newest), in rank order. */
export function foldEnvironments(environments: readonly OverviewEnvironment[]): {
  shown: OverviewEnvironment[]
  folded: number
} {
  if (environments.length <= most) return { shown: [...environments], folded: 0 }
  const kept = new Set(environments.toSorted(compareActivity).slice(0, most))
  return { shown: environments.filter((stage) => kept.has(stage)), folded: environments.length - most }
}

function compareActivity(a: OverviewEnvironment, b: OverviewEnvironment): number {
  return b.applications - a.applications || newest(b) - newest(a)
}

function newest({ current }: OverviewEnvironment): number {
  return current === null ? 0 : Date.parse(current.deployedAt)
}
