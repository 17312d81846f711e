import type { RolloutRelease, RolloutReleaseState } from "@/lib/fleet/rollouts/schema"

export interface BoardFilter {
  /** Null: every state. */
  show: RolloutReleaseState | null
  q: string
}

/** A head with what stands under it; `wave` is null for what was left out from the beginning. */
export interface HeadRow {
  kind: "head"
  wave: number | null
  releases: number
}

export interface TilesRow {
  kind: "tiles"
  /** The place of the first of them among all that are shown. */
  first: number
  releases: readonly RolloutRelease[]
  /** One of them says more than where it comes from and goes to. */
  tall: boolean
}

export type BoardRow = HeadRow | TilesRow

/** Left out when the rollout was planned, so part of no wave's work; what an abort left out stays in its wave. */
export function wasLeftOut({ state, skipReason }: Pick<RolloutRelease, "state" | "skipReason">): boolean {
  return state === "SKIPPED" && skipReason !== "aborted" && skipReason !== "changed_meanwhile"
}

export function matches(release: RolloutRelease, { show, q }: BoardFilter): boolean {
  if (show !== null && release.state !== show) return false
  const text = [release.tenantName, release.tenantSlug, release.releaseName].join(" ").toLowerCase()
  return text.includes(q.trim().toLowerCase())
}

/** The releases in the order in which they stand on the board: wave by wave, and those left out at the end. */
export function inOrder(releases: readonly RolloutRelease[], waves: number): RolloutRelease[] {
  const place = (release: RolloutRelease) => (wasLeftOut(release) ? waves : (release.wave ?? waves))
  return releases.toSorted((one, other) => place(one) - place(other))
}

/** Heads, and under each its releases in rows of `columns` tiles. A head with nothing under it is left out. */
export function arrangeBoard(shown: readonly RolloutRelease[], waves: number, columns: number): BoardRow[] {
  const rows: BoardRow[] = []
  let first = 0
  for (let wave = 0; wave <= waves; wave++) {
    const isRest = wave === waves
    const group = shown.filter((release) =>
      isRest ? wasLeftOut(release) || release.wave === null : release.wave === wave && !wasLeftOut(release),
    )
    if (group.length === 0) continue
    rows.push({ kind: "head", wave: isRest ? null : wave, releases: group.length })
    for (let start = 0; start < group.length; start += columns) {
      const releases = group.slice(start, start + columns)
      rows.push({ kind: "tiles", first: first + start, releases, tall: releases.some(saysMore) })
    }
    first += group.length
  }
  return rows
}

export function saysMore({ state, waitsFor }: Pick<RolloutRelease, "state" | "waitsFor">): boolean {
  return state === "FAILED" || state === "SKIPPED" || waitsFor !== null
}

/** Where a key leads from a tile, by its place among all; null when it is not a key for walking. */
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
