import { useVirtualizer } from "@tanstack/react-virtual"
import clsx from "clsx"
import { type MouseEvent, memo, type RefObject, useImperativeHandle, useLayoutEffect, useState } from "react"
import { arrangeBoard, type BoardRow, nextTile } from "@/components/fleet/rollouts/board/board-rows"
import { skipLabels } from "@/components/fleet/rollouts/rollout-labels"
import { FromTo, releaseStyle } from "@/components/fleet/rollouts/rollout-style"
import { tagTexts } from "@/components/fleet/tenants/tag-text"
import { useWidth } from "@/components/graphs/use-width"
import { toneText } from "@/components/ui/badge"
import { Duration, secondsBetween } from "@/components/ui/duration"
import { useNow } from "@/components/ui/now"
import { isPlainClick, PageLink } from "@/components/ui/page-link"
import { TableSkeleton } from "@/components/ui/skeletons"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { useRowKeys } from "@/components/ui/use-row-keys"
import { NameText } from "@/components/ui/version-text"
import type { RolloutDetail, RolloutRelease } from "@/lib/fleet/rollouts/schema"
import { formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

export interface BoardHandle {
  showWave: (wave: number) => void
}

interface ReleaseBoardProps {
  rollout: RolloutDetail
  /** In board order. */
  shown: readonly RolloutRelease[]
  scroller: RefObject<HTMLElement | null>
  onOpen: (releaseId: string) => void
  handle: RefObject<BoardHandle | null>
}

const minTileWidth = 270
const gap = 8
const heights = { head: 44, tiles: 60, tall: 78 }

function heightOf(row: BoardRow | undefined): number {
  if (row === undefined || row.kind === "head") return heights.head
  return (row.tall ? heights.tall : heights.tiles) + gap
}

/** All releases as tiles under their waves, virtualized. Arrow keys move between tiles, Enter opens one. */
export function ReleaseBoard({ rollout, shown, scroller, onOpen, handle }: ReleaseBoardProps) {
  const { ref, width } = useWidth<HTMLElement>()
  const [above, setAbove] = useState(0)
  const columns = Math.max(1, Math.floor((width + gap) / (minTileWidth + gap)))
  const rows = arrangeBoard(shown, rollout.waves.length, columns)
  // The height above the board changes with the messages shown there.
  useLayoutEffect(() => {
    const top = ref.current?.offsetTop ?? 0
    if (top !== above) setAbove(top)
  })
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => keyOf(rows[index], index),
    overscan: 6,
    scrollMargin: above,
    initialRect: { width: 1200, height: 900 },
  })
  // The whole board is one tab stop.
  const keys = useRowKeys(
    shown.length,
    (tile) => virtualizer.scrollToIndex(rowOfTile(rows, tile)),
    (key, from) => nextTile(key, from, rows),
  )

  useImperativeHandle(handle, () => ({
    showWave: (wave) => {
      const index = rows.findIndex((row) => row.kind === "head" && row.wave === wave)
      if (index >= 0) virtualizer.scrollToIndex(index, { align: "start" })
    },
  }))

  return (
    <section ref={ref} aria-label="Releases" onKeyDown={keys.onKeyDown}>
      {width === 0 ? (
        <TableSkeleton rows={10} />
      ) : (
        <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index]
            if (row === undefined) return null
            return (
              <div
                key={item.key}
                className="absolute inset-x-0 top-0"
                style={{ height: item.size, transform: `translateY(${item.start - above}px)` }}
              >
                {row.kind === "head" ? (
                  <Head rollout={rollout} wave={row.wave} releases={row.releases} />
                ) : (
                  <ul
                    className="grid gap-2"
                    style={{
                      height: item.size - gap,
                      gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
                    }}
                  >
                    {row.releases.map((release, column) => (
                      <ReleaseTile
                        key={release.releaseId}
                        rolloutId={rollout.id}
                        release={release}
                        index={row.first + column}
                        tabStop={row.first + column === keys.active}
                        onOpen={onOpen}
                        onFocus={keys.setActive}
                      />
                    ))}
                  </ul>
                )}
              </div>
            )
          })}
        </div>
      )}
    </section>
  )
}

function keyOf(row: BoardRow | undefined, index: number): string {
  if (row === undefined) return String(index)
  return row.kind === "head" ? `head-${row.wave}` : (row.releases[0]?.releaseId ?? String(index))
}

type HeadProps = { rollout: RolloutDetail; wave: number | null; releases: number }

function Head({ rollout, wave, releases }: HeadProps) {
  const waveOfRow = wave === null ? undefined : rollout.waves[wave]
  const tags = tagTexts(waveOfRow?.selector ?? {})
  return (
    <div className="flex h-full items-end gap-3 pb-2">
      <h2 className="text-sm font-medium">
        {waveOfRow && wave !== null ? `${wave + 1}. ${waveOfRow.name}` : "Skipped from the start"}
      </h2>
      <span className="text-xs text-muted">{formatQuantity(releases, "release")}</span>
      <span className="min-w-0 truncate font-mono text-2xs text-muted">{tags.join(" ")}</span>
    </div>
  )
}

function rowOfTile(rows: readonly BoardRow[], tile: number): number {
  return rows.findIndex((row) => row.kind === "tiles" && tile < row.first + row.releases.length)
}

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

const ReleaseTile = memo(function ReleaseTile(props: ReleaseTileProps) {
  const { release } = props
  const style = releaseStyle(release)
  const isQuiet = release.state === "PENDING" || release.state === "SKIPPED"

  function openHere(event: MouseEvent) {
    if (!isPlainClick(event)) return
    event.preventDefault()
    props.onOpen(release.releaseId)
  }

  return (
    <li
      data-row={props.index}
      className={clsx(
        "relative flex min-w-0 flex-col gap-0.5 rounded-md border px-3 py-2 transition-colors duration-100 hover:border-line-strong",
        release.state === "FAILED" ? "border-failed/40 bg-failed/5" : "border-line",
        isQuiet ? "bg-canvas" : release.state !== "FAILED" && "bg-surface",
      )}
    >
      <div className="flex items-center gap-2">
        <StatusGlyph
          shape={style.shape}
          turning={style.busy}
          className={isQuiet ? "text-ghost" : toneText[style.tone]}
        />
        <PageLink
          href={pages.rollout(props.rolloutId, { release: release.releaseId })}
          scroll={false}
          data-row-link
          tabIndex={props.tabStop ? 0 : -1}
          onClick={openHere}
          onFocus={() => props.onFocus(props.index)}
          dir="auto"
          className="row-link flex min-w-0 flex-1 text-sm font-medium"
        >
          <NameText value={release.tenantName} />
        </PageLink>
        <span className={clsx("text-xs", isQuiet ? "text-muted" : toneText[style.tone])}>{style.word}</span>
      </div>
      <div className="flex items-center gap-2 pl-5.5 text-xs text-muted">
        <FromTo from={release.fromVersion} to={release.toVersion} />
        <span className="flex min-w-0 flex-1">
          <PageLink
            href={pages.release(release.releaseId, {
              operation: release.rollbackOperationId ?? release.operationId,
            })}
            // The tile is one stop of the board's keyboard navigation; its drawer links to the release.
            tabIndex={-1}
            className="touch-line relative z-1 flex min-w-0 rounded-sm hover:text-text hover:underline"
          >
            <NameText value={release.releaseName} />
          </PageLink>
        </span>
        <ReleaseDuration release={release} />
      </div>
      <ReasonText release={release} />
    </li>
  )
})

/** Why it failed, was skipped or is waiting, in two lines; the drawer shows the full text. */
function ReasonText({ release }: { release: RolloutRelease }) {
  const { state, cause, skipReason, skipDetail, waitsFor } = release
  const isFailed = state === "FAILED" && cause !== null
  const skipped = state === "SKIPPED" && skipReason !== null ? (skipDetail ?? skipLabels[skipReason]) : null
  const words = isFailed ? cause.summary : (skipped ?? (waitsFor && `Waiting: ${waitsFor}`))
  if (!words) return null
  return (
    <p title={words} className={clsx("line-clamp-2 pl-5.5 text-xs", isFailed ? "text-failed" : "text-muted")}>
      {words}
    </p>
  )
}

function ReleaseDuration({ release }: { release: RolloutRelease }) {
  const { startedAt, finishedAt, state } = release
  if (startedAt === null || state === "SKIPPED") return null
  if (finishedAt === null) return <RunningDuration since={startedAt} />
  return <Duration seconds={secondsBetween(startedAt, finishedAt)} />
}

/** Re-renders every few seconds, so only running releases use it. */
function RunningDuration({ since }: { since: string }) {
  const now = useNow()
  return (
    <span suppressHydrationWarning>
      <Duration seconds={secondsBetween(since, now)} />
    </span>
  )
}
