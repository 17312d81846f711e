"use client"

import clsx from "clsx"
import { type MouseEvent, memo } from "react"
import { FromTo } from "@/components/fleet/rollouts/jump-badge"
import { skipLabels } from "@/components/fleet/rollouts/rollout-labels"
import { lookOfRelease } from "@/components/fleet/rollouts/rollout-style"
import { toneText } from "@/components/ui/badge"
import { Duration } from "@/components/ui/duration"
import { useNow } from "@/components/ui/now"
import { PageLink } from "@/components/ui/page-link"
import { StatusGlyph } from "@/components/ui/status-glyph"
import type { RolloutRelease } from "@/lib/fleet/rollouts/schema"
import { pages } from "@/lib/platform/paths"

interface ReleaseTileProps {
  rolloutId: string
  release: RolloutRelease
  /** Its index among all shown tiles. */
  index: number
  /** The one tile in the tab order; arrow keys move it. */
  tabStop: boolean
  onOpen: (releaseId: string) => void
  onFocus: (index: number) => void
}

/** One release on the board: tenant, state, version change, and error if any. */
export const ReleaseTile = memo(function ReleaseTile(props: ReleaseTileProps) {
  const { release } = props
  const look = lookOfRelease(release)
  const quiet = release.state === "PENDING" || release.state === "SKIPPED"

  function openHere(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    props.onOpen(release.releaseId)
  }

  return (
    <li
      data-row={props.index}
      className={clsx(
        "relative flex min-w-0 flex-col gap-0.5 rounded-md border px-3 py-2 transition-colors duration-100 hover:border-line-strong",
        release.state === "FAILED" ? "border-failed/40 bg-failed/5" : "border-line",
        quiet ? "bg-canvas" : release.state !== "FAILED" && "bg-surface",
      )}
    >
      <div className="flex items-center gap-2">
        <StatusGlyph
          shape={look.shape}
          turning={look.busy}
          className={quiet ? "text-ghost" : toneText[look.tone]}
        />
        <PageLink
          href={pages.rollout(props.rolloutId, { release: release.releaseId })}
          scroll={false}
          data-row-link
          tabIndex={props.tabStop ? 0 : -1}
          onClick={openHere}
          onFocus={() => props.onFocus(props.index)}
          className="row-link min-w-0 flex-1 truncate text-sm font-medium"
        >
          {release.tenantName}
        </PageLink>
        <span className={clsx("text-xs", quiet ? "text-muted" : toneText[look.tone])}>{look.word}</span>
      </div>
      <div className="flex items-center gap-2 pl-5.5 text-xs text-muted">
        <FromTo from={release.fromVersion} to={release.toVersion} />
        <span className="flex min-w-0 flex-1">
          <PageLink
            href={pages.release(release.releaseId, {
              operation: release.rollbackOperationId ?? release.operationId,
            })}
            title={release.releaseName}
            // The tile is one stop of the board's keyboard navigation; its drawer links to the release.
            tabIndex={-1}
            className="relative z-1 truncate rounded-sm hover:text-text hover:underline"
          >
            {release.releaseName}
          </PageLink>
        </span>
        <Took release={release} />
      </div>
      <Why release={release} />
    </li>
  )
})

/** Why it failed, was skipped or is waiting, in one line; the drawer shows the full text. */
function Why({ release }: { release: RolloutRelease }) {
  if (release.state === "FAILED" && release.error !== null) {
    return (
      <p title={release.error} className="truncate pl-5.5 text-xs text-failed">
        {release.error}
      </p>
    )
  }
  const words = quietWords(release)
  if (words === null) return null
  return (
    <p title={words} className="truncate pl-5.5 text-xs text-muted">
      {words}
    </p>
  )
}

function quietWords({ state, skipReason, skipDetail, waitsFor }: RolloutRelease): string | null {
  if (state === "SKIPPED" && skipReason !== null) return skipDetail ?? skipLabels[skipReason]
  return waitsFor === null ? null : `Waiting: ${waitsFor}`
}

function Took({ release }: { release: RolloutRelease }) {
  const { startedAt, finishedAt, state } = release
  if (startedAt === null || state === "SKIPPED") return null
  if (finishedAt === null) return <Running since={startedAt} />
  return <Duration seconds={Math.max(0, secondsBetween(startedAt, new Date(finishedAt).getTime()))} />
}

/** Re-renders every second, so only running releases use it. */
function Running({ since }: { since: string }) {
  const now = useNow()
  return (
    <span suppressHydrationWarning>
      <Duration seconds={Math.max(0, secondsBetween(since, now))} />
    </span>
  )
}

function secondsBetween(from: string, to: number): number {
  return Math.round((to - new Date(from).getTime()) / 1000)
}
