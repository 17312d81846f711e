import type { RolloutRelease, RolloutReleaseState } from "@/lib/fleet/rollouts/schema"

interface BoardFilter {
  /** Null: every state. */
  show: RolloutReleaseState | null
  q: string
}

/** A header row; `wave` is null for the releases skipped from the start. */
export interface HeadRow {
  kind: "head"
  wave: number | null
  releases: number
}

export interface TilesRow {
  kind: "tiles"
  /** The index of its first tile among all shown tiles. */
  first: number
  releases: readonly RolloutRelease[]
  /** At least one tile has an extra line, such as an error. */
  tall: boolean
}

export type BoardRow = HeadRow | TilesRow

/** Skipped when the rollout was planned, so not part of a wave; releases skipped by an abort stay in their wave. */
export function isOutsideWaves({ state, skipReason }: Pick<RolloutRelease, "state" | "skipReason">): boolean {
  return state === "SKIPPED" && skipReason !== "aborted" && skipReason !== "changed_meanwhile"
}

export function matches(release: RolloutRelease, { show, q }: BoardFilter): boolean {
  if (show !== null && release.state !== show) return false
  const text = [release.tenantName, release.tenantSlug, release.releaseName].join(" ").toLowerCase()
  return text.includes(q.trim().toLowerCase())
}

/** The wave of a release on the board; releases in no wave follow all waves. */
function waveOf(release: RolloutRelease, waves: number): number {
  return isOutsideWaves(release) ? waves : (release.wave ?? waves)
}

export function inOrder(releases: readonly RolloutRelease[], waves: number): RolloutRelease[] {
  return releases.toSorted((release, other) => waveOf(release, waves) - waveOf(other, waves))
}

/**
 * Headers, each followed by its releases, which are in board order, in rows of `columns` tiles. Headers without releases
 * are omitted.
 */
export function arrangeBoard(
  shownReleases: readonly RolloutRelease[],
  waves: number,
  columns: number,
): BoardRow[] {
  const rows: BoardRow[] = []
  let first = 0
  for (const [wave, group] of Map.groupBy(shownReleases, (release) => waveOf(release, waves))) {
    rows.push({ kind: "head", wave: wave === waves ? null : wave, releases: group.length })
    for (let start = 0; start < group.length; start += columns) {
      const releases = group.slice(start, start + columns)
      rows.push({ kind: "tiles", first: first + start, releases, tall: releases.some(hasDetail) })
    }
    first += group.length
  }
  return rows
}

export function hasDetail({ state, waitsFor }: Pick<RolloutRelease, "state" | "waitsFor">): boolean {
  return state === "FAILED" || state === "SKIPPED" || waitsFor !== null
}

/** The index of the tile that a key moves to; null when the key is not a navigation key. */
export function nextTile(key: string, from: number, rows: readonly BoardRow[]): number | null {
  const tiles = rows.filter((row): row is TilesRow => row.kind === "tiles")
  const at = tiles.findIndex((row) => from >= row.first && from < row.first + row.releases.length)
  const row = tiles[at]
  const last = tiles.at(-1)
  if (row === undefined || last === undefined) return null
  const end = last.first + last.releases.length - 1
  const inColumn = (to: TilesRow | undefined) =>
    to === undefined ? from : to.first + Math.min(from - row.first, to.releases.length - 1)
  const targets: Record<string, number> = {
    ArrowRight: Math.min(from + 1, end),
    ArrowLeft: Math.max(from - 1, 0),
    ArrowDown: inColumn(tiles[at + 1]),
    ArrowUp: inColumn(tiles[at - 1]),
    Home: 0,
    End: end,
  }
  return targets[key] ?? null
}
