"use client"

import dynamic from "next/dynamic"
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs"
import { useCallback, useRef, useState } from "react"
import { type BoardFilter, inOrder, matches } from "@/components/fleet/rollouts/board/board-rows"
import { type BoardHandle, ReleaseBoard } from "@/components/fleet/rollouts/board/release-board"
import { RolloutFacts, RolloutSummary, WaveRail } from "@/components/fleet/rollouts/board/rollout-summary"
import { releaseStates, releaseStatusStyles } from "@/components/fleet/rollouts/rollout-style"
import { useShortcut } from "@/components/layout/shortcuts"
import { Button } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { FilterField } from "@/components/ui/filter-field"
import { StatusChips } from "@/components/ui/status-chips"
import type { RolloutDetail } from "@/lib/fleet/rollouts/schema"

const ReleaseDrawer = dynamic(() => import("@/components/fleet/rollouts/board/release-drawer"))

const placeParsers = {
  show: parseAsStringLiteral(releaseStates),
  q: parseAsString.withDefault(""),
  release: parseAsString,
}

/** The summary, waves and releases of a rollout; filter and drawer are stored in the URL. */
export function RolloutBody({ rollout, mayChange }: { rollout: RolloutDetail; mayChange: boolean }) {
  const [place, setPlace] = useQueryStates(placeParsers)
  const scroller = useRef<HTMLDivElement>(null)
  const board = useRef<BoardHandle>(null)
  const shown = inOrder(rollout.releases, rollout.waves.length).filter((release) => matches(release, place))
  useShortcut("f", "Failed only", () => void setPlace({ show: place.show === "FAILED" ? null : "FAILED" }))
  const open = useCallback((release: string | null) => void setPlace({ release }), [setPlace])

  return (
    <div ref={scroller} className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="flex flex-col gap-4 px-4 py-5 md:px-6">
        <RolloutFacts rollout={rollout} />
        <RolloutSummary rollout={rollout} />
        <WaveRail
          aborted={abortedWaves(rollout.releases)}
          waves={rollout.waves}
          paused={rollout.state === "PAUSED"}
          onWave={(wave) => board.current?.showWave(wave)}
        />
        <BoardFilters
          counts={rollout.counts}
          filter={place}
          onFilter={(change) => void setPlace({ ...change, ...(change.q === "" && { q: null }) })}
        />
        {shown.length === 0 ? (
          <EmptyState
            title={rollout.releases.length === 0 ? "Nothing to upgrade" : "No matching releases"}
            actions={
              rollout.releases.length > 0 && (
                <Button onClick={() => void setPlace({ show: null, q: null })}>Show all</Button>
              )
            }
          >
            {rollout.releases.length === 0
              ? "No release of this chart was installed when the rollout started."
              : "Remove a filter to see more."}
          </EmptyState>
        ) : (
          <ReleaseBoard rollout={rollout} shown={shown} scroller={scroller} onOpen={open} handle={board} />
        )}
      </div>
      <OpenRelease
        rollout={rollout}
        shownIds={shown.map(({ releaseId }) => releaseId)}
        id={place.release}
        onId={open}
        mayChange={mayChange}
      />
    </div>
  )
}

interface OpenReleaseProps {
  rollout: RolloutDetail
  shownIds: readonly string[]
  id: string | null
  onId: (id: string | null) => void
  mayChange: boolean
}

/** The drawer, mounted when first opened; next and previous follow the filtered board. */
function OpenRelease({ rollout, shownIds, id, onId, mayChange }: OpenReleaseProps) {
  const [wanted, setWanted] = useState(id !== null)
  if (id !== null && !wanted) setWanted(true)
  if (!wanted) return null
  const release = rollout.releases.find(({ releaseId }) => releaseId === id) ?? null
  const at = id === null ? -1 : shownIds.indexOf(id)
  const step = (to: string | undefined) => (to === undefined || at < 0 ? undefined : () => onId(to))
  return (
    <ReleaseDrawer
      release={release}
      waveName={
        release === null || release.wave === null ? null : (rollout.waves[release.wave]?.name ?? null)
      }
      mayChange={mayChange}
      onClose={() => onId(null)}
      onNext={step(shownIds[at + 1])}
      onPrevious={step(shownIds[at - 1])}
    />
  )
}

const abortedWaves = (releases: RolloutDetail["releases"]): ReadonlySet<number> =>
  new Set(
    releases.flatMap(({ skipReason, wave }) => (skipReason === "aborted" && wave !== null ? [wave] : [])),
  )

interface BoardFiltersProps {
  counts: RolloutDetail["counts"]
  filter: BoardFilter
  onFilter: (change: Partial<BoardFilter>) => void
}

/** The number of releases in each state; selecting one filters the board. */
function BoardFilters({ counts, filter, onFilter }: BoardFiltersProps) {
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <StatusChips
        label="Releases by state"
        statuses={releaseStates}
        styles={releaseStatusStyles}
        counts={counts}
        chosen={filter.show}
        onChoose={(show) => onFilter({ show })}
      />
      <FilterField
        label="Tenant or release…"
        value={filter.q}
        onValueChange={(q) => onFilter({ q })}
        className="lg:ml-auto"
      />
    </search>
  )
}
