"use client"

import { useSuspenseQuery } from "@tanstack/react-query"
import { OctagonX, Pause, Play } from "lucide-react"
import dynamic from "next/dynamic"
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs"
import { type ReactNode, useCallback, useRef, useState } from "react"
import { inOrder, matches } from "@/components/fleet/rollouts/board/board-rows"
import { type BoardHandle, ReleaseBoard } from "@/components/fleet/rollouts/board/release-board"
import {
  BoardAnnouncer,
  RolloutFacts,
  RolloutSummary,
  WaveRail,
} from "@/components/fleet/rollouts/board/rollout-summary"
import { useChangeRollout, useRolloutEvents } from "@/components/fleet/rollouts/board/use-rollout-events"
import { targetLabel } from "@/components/fleet/rollouts/rollout-labels"
import { rolloutQuery } from "@/components/fleet/rollouts/rollout-queries"
import {
  releaseStateStyles,
  releaseStates,
  rolloutStateStyles,
} from "@/components/fleet/rollouts/rollout-style"
import { useCommands, useShortcuts } from "@/components/layout/commands"
import { PageHeader } from "@/components/layout/page-header"
import { Button } from "@/components/ui/button"
import type { ButtonVariant } from "@/components/ui/button-class"
import { EmptyState } from "@/components/ui/empty-state"
import { FilterField } from "@/components/ui/filter-field"
import { MountOnOpen } from "@/components/ui/lazy-trigger"
import { StatusBadge } from "@/components/ui/status"
import { StatusChips } from "@/components/ui/status-chips"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { showErrorToast } from "@/components/ui/toast"
import type { RolloutAction, RolloutDetail } from "@/lib/fleet/rollouts/schema"
import { pages } from "@/lib/platform/paths"

export function RolloutView({ id, canChange }: { id: string; canChange: boolean }) {
  const { data: rollout } = useSuspenseQuery(rolloutQuery(id))
  useRolloutEvents(rollout)
  return (
    <>
      <PageHeader
        title={rollout.chartName}
        crumbs={[{ label: "Rollouts", href: pages.rollouts() }]}
        pickers={
          <>
            <StatusBadge style={rolloutStateStyles[rollout.state]} />
            <span className="font-mono text-xs text-muted">
              <span aria-hidden="true">→</span>
              <span className="sr-only">to</span> {targetLabel(rollout.targetVersion)}
            </span>
          </>
        }
        actions={canChange && <RolloutActions rollout={rollout} />}
      />
      <BoardAnnouncer rollout={rollout} />
      <RolloutBody rollout={rollout} canChange={canChange} />
    </>
  )
}

const ChangeDialog = dynamic(() => import("@/components/fleet/rollouts/board/change-dialog"))

const actionStyles: Record<RolloutAction, { label: string; variant: ButtonVariant; icon: ReactNode }> = {
  abort: { label: "Abort…", variant: "danger", icon: <OctagonX size={13} /> },
  rollback: { label: "Roll back…", variant: "secondary", icon: <StatusGlyph shape="u-turn" size={12} /> },
  pause: { label: "Pause", variant: "secondary", icon: <Pause size={13} /> },
  resume: { label: "Resume", variant: "primary", icon: <Play size={13} /> },
}

/** The least destructive action comes last, in the position of the primary button. */
const order = ["abort", "rollback", "pause", "resume"] as const

function RolloutActions({ rollout }: { rollout: RolloutDetail }) {
  const [confirming, setConfirming] = useState<"abort" | "rollback" | null>(null)
  const change = useChangeRollout(rollout.id)
  const allowed = order.filter((action) => rollout.actions.includes(action))

  function run(action: RolloutAction) {
    if (action === "abort" || action === "rollback") setConfirming(action)
    else if (!change.isPending) {
      const onError = (error: Error) =>
        showErrorToast("Could not change the rollout", { description: error.message })
      change.mutate({ action }, { onError })
    }
  }

  useCommands(
    allowed.map((action) => ({
      id: `rollout-${action}`,
      label: `${actionStyles[action].label} the rollout`.replace("… the rollout", " the rollout…"),
      group: "Rollout",
      run: () => run(action),
    })),
  )

  return (
    <>
      {allowed.map((action) => (
        <Button
          // Pause and resume share one button, so that it keeps the focus.
          key={action === "resume" ? "pause" : action}
          variant={actionStyles[action].variant}
          icon={actionStyles[action].icon}
          loading={change.isPending && change.variables.action === action}
          onClick={() => run(action)}
        >
          {actionStyles[action].label}
        </Button>
      ))}
      {confirming && (
        <ChangeDialog rollout={rollout} action={confirming} onClose={() => setConfirming(null)} />
      )}
    </>
  )
}

const ReleaseDrawer = dynamic(() => import("@/components/fleet/rollouts/board/release-drawer"))

const boardParsers = {
  show: parseAsStringLiteral(releaseStates),
  q: parseAsString.withDefault(""),
  release: parseAsString,
}

function RolloutBody({ rollout, canChange }: { rollout: RolloutDetail; canChange: boolean }) {
  const [boardFilter, setBoardFilter] = useQueryStates(boardParsers)
  const scroller = useRef<HTMLDivElement>(null)
  const board = useRef<BoardHandle>(null)
  const shownReleases = inOrder(rollout.releases, rollout.waves.length).filter((release) =>
    matches(release, boardFilter),
  )
  const toggleFailed = () => void setBoardFilter({ show: boardFilter.show === "FAILED" ? null : "FAILED" })
  useShortcuts([{ keys: "f", label: "Failed only", group: "This page", run: toggleFailed }])
  const open = useCallback((release: string | null) => void setBoardFilter({ release }), [setBoardFilter])
  const opened = rollout.releases.find(({ releaseId }) => releaseId === boardFilter.release) ?? null
  // Next and previous follow the filtered board.
  const position = opened === null ? -1 : shownReleases.indexOf(opened)
  const step = (by: 1 | -1) => {
    const target = position < 0 ? undefined : shownReleases[position + by]
    return target && (() => open(target.releaseId))
  }

  return (
    <div ref={scroller} className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="flex flex-col gap-4 px-4 py-5 md:px-6">
        <RolloutFacts rollout={rollout} />
        <RolloutSummary rollout={rollout} />
        <WaveRail rollout={rollout} onWave={(wave) => board.current?.showWave(wave)} />
        <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
          <StatusChips
            label="Releases by state"
            statuses={releaseStates}
            styles={releaseStateStyles}
            counts={rollout.counts}
            chosen={boardFilter.show}
            onChoose={(show) => void setBoardFilter({ show })}
          />
          <FilterField
            label="Tenant or release…"
            value={boardFilter.q}
            onValueChange={(q) => void setBoardFilter({ q: q || null })}
            className="lg:ml-auto"
          />
        </search>
        {shownReleases.length === 0 ? (
          <EmptyState
            title={rollout.releases.length === 0 ? "Nothing to upgrade" : "No matching releases"}
            actions={
              rollout.releases.length > 0 && (
                <Button onClick={() => void setBoardFilter({ show: null, q: null })}>Show all</Button>
              )
            }
          >
            {rollout.releases.length === 0
              ? "No release of this chart was installed when the rollout started."
              : "Remove a filter to see more."}
          </EmptyState>
        ) : (
          <ReleaseBoard
            rollout={rollout}
            shown={shownReleases}
            scroller={scroller}
            onOpen={open}
            handle={board}
          />
        )}
      </div>
      <MountOnOpen open={opened !== null}>
        <ReleaseDrawer
          release={opened}
          waveName={
            opened === null || opened.wave === null ? null : (rollout.waves[opened.wave]?.name ?? null)
          }
          canChange={canChange}
          onClose={() => open(null)}
          onNext={step(1)}
          onPrevious={step(-1)}
        />
      </MountOnOpen>
    </div>
  )
}
