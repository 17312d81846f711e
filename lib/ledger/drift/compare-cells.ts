import { type BuildIdentity, isSameBuild } from "@/lib/ledger/deployments/same-build"
import { compareRank, type RankedEnvironment } from "@/lib/ledger/environments/promotion-order"
import { toInstant } from "@/lib/platform/instant"
import { tagDifference } from "@/lib/platform/semver/tag"
import type { Behind, Drift, DriftCell, DriftRow } from "./schema"

/** The current deployment of one lane. */
export type CurrentCell = {
  application: string
  environment: string
  deploymentId: string
  imageTag: string
  deployedAt: Date
  seq: number
} & BuildIdentity

/** A cell and the current deployment of the stage below it, if the two run different builds. */
export type Comparison = { cell: CurrentCell; below: CurrentCell }

/** What became current in the stage below since: the number of tags, and when the first of them did. */
export type Newer = { versions: number; since: Date }

/**
 * The cells to compare, each with the nearest lower stage whose environments run the application. If several
 * environments share that stage, the newest of their current deployments represents it. Equal builds need no
 * comparison.
 */
export function comparisonsOf(
  environments: readonly RankedEnvironment[],
  cells: readonly CurrentCell[],
): Comparison[] {
  const rankOf = new Map(environments.map(({ name, rank }) => [name, rank]))
  return [...Map.groupBy(cells, (cell) => cell.application).values()].flatMap((row) =>
    row.flatMap((cell): Comparison[] => {
      const below = belowOf(cell, row, rankOf)
      return below === null || isSameBuild(below, cell) ? [] : [{ cell, below }]
    }),
  )
}

function belowOf(cell: CurrentCell, row: CurrentCell[], rankOf: Map<string, number>): CurrentCell | null {
  // Outside the promotion order there is nothing to compare with.
  const rank = (current: CurrentCell) => rankOf.get(current.environment) ?? Number.NaN
  const lower = row.filter((other) => rank(other) < rank(cell))
  const nearest = Math.max(...lower.map(rank))
  const newestFirst = (a: CurrentCell, b: CurrentCell) =>
    b.deployedAt.getTime() - a.deployedAt.getTime() || b.seq - a.seq
  return lower.filter((other) => rank(other) === nearest).sort(newestFirst)[0] ?? null
}

/**
 * Builds the drift response from the current deployments and from what `newer` reports for each comparison. Sorted by
 * application; applications that run nowhere are absent. Days are counted up to `at`.
 */
export function driftOf(
  environments: readonly RankedEnvironment[],
  cells: readonly CurrentCell[],
  newer: (comparison: Comparison) => Newer,
  at: Date,
): Drift {
  const columns = [...environments].sort(compareRank)
  const behindById = new Map(
    comparisonsOf(environments, cells).map((pair) => [
      pair.cell.deploymentId,
      behindOf(pair, newer(pair), at),
    ]),
  )
  const rows = [...Map.groupBy(cells, (cell) => cell.application)].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    environments: columns.map(({ name }) => name),
    applications: rows.map(([application, row]) => rowOf(application, columns, row, behindById)),
  }
}

/** How far a cell is behind the stage below; `newer`: what arrived there after the cell's tag. */
export function behindOf(
  {
    cell,
    below,
  }: { cell: Pick<CurrentCell, "imageTag">; below: Pick<CurrentCell, "imageTag" | "deployedAt"> },
  { versions, since }: Newer,
  at: Date,
): Behind {
  const daysSince = (from: Date) => Math.max(0, Math.floor((at.getTime() - from.getTime()) / 86_400_000))
  if (cell.imageTag === below.imageTag)
    return { versions: 0, days: daysSince(below.deployedAt), semver: null, build: true }
  const semver = tagDifference(cell.imageTag, below.imageTag)
  return { versions, days: daysSince(since), semver, build: false }
}

const emptyCell = {
  imageTag: null,
  deployedAt: null,
  deploymentId: null,
  artifactDigest: null,
  gitCommit: null,
  behind: null,
}

function runSameBuild(row: readonly CurrentCell[]): boolean {
  return row.every((cell, index) => row.slice(index + 1).every((other) => isSameBuild(cell, other)))
}

function rowOf(
  application: string,
  columns: RankedEnvironment[],
  row: CurrentCell[],
  behindById: Map<string, Behind>,
): DriftRow {
  const cells = columns.map(({ name }): DriftCell => {
    const cell = row.find(({ environment }) => environment === name)
    if (cell === undefined) return { ...emptyCell, environment: name }
    const { imageTag, deploymentId, artifactDigest, gitCommit } = cell
    return {
      environment: name,
      imageTag,
      deploymentId,
      artifactDigest,
      gitCommit,
      deployedAt: toInstant(cell.deployedAt),
      behind: behindById.get(deploymentId) ?? null,
    }
  })
  return { application, inSync: runSameBuild(row), cells }
}
