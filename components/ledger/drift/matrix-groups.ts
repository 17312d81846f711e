import { isFarBehind } from "@/lib/ledger/drift/far-behind"
import type { Behind, DriftRow } from "@/lib/ledger/drift/schema"
import { cellOf } from "./matrix-rows"

export const groupings = ["none", "name", "distance"] as const
export type Grouping = (typeof groupings)[number]

export type RowGroup = { name: string; rows: readonly DriftRow[] }

/** Groups start collapsed with more rows or columns than this. */
export const maxOverview = { rows: 40, columns: 12 } as const

/** The family of a name: the part before its first `/`, or else before its first `-`. */
function familyOf(name: string): string {
  const [first = name] = name.split(name.includes("/") ? "/" : "-")
  return first
}

function familiesOf(names: readonly string[]): ReadonlySet<string> {
  const families = [...Map.groupBy(names, familyOf)]
  return new Set(families.flatMap(([family, members]) => (members.length > 1 ? [family] : [])))
}

/** The initial grouping of many applications: by family if there are families, otherwise by distance. */
export function defaultGrouping(rows: readonly DriftRow[]): Grouping {
  if (rows.length <= maxOverview.rows) return "none"
  return familiesOf(rows.map(({ application }) => application)).size > 0 ? "name" : "distance"
}

/** The rows in groups, in the order of their first rows; a row without related rows is not grouped. */
export function groupRows(rows: readonly DriftRow[], grouping: Grouping): (RowGroup | DriftRow)[] {
  if (grouping === "none") return [...rows]
  if (grouping === "distance") {
    const groups = Map.groupBy(rows, distanceGroup)
    return distanceGroups.flatMap((name) => {
      const members = groups.get(name)
      return members === undefined ? [] : [{ name, rows: members }]
    })
  }
  const families = familiesOf(rows.map(({ application }) => application))
  return [...Map.groupBy(rows, ({ application }) => familyOf(application))].flatMap(
    ([name, members]): (RowGroup | DriftRow)[] => (families.has(name) ? [{ name, rows: members }] : members),
  )
}

export const currentGroup = "Not behind"
const distanceGroups = ["Far behind", "Behind", currentGroup] as const

function distanceGroup({ cells }: DriftRow): (typeof distanceGroups)[number] {
  const distances = cells.flatMap(({ behind }) => behind ?? [])
  if (distances.length === 0) return currentGroup
  return distances.some(isFarBehind) ? "Far behind" : "Behind"
}

/** A column of the matrix: one environment, or the collapsed environments of a stage such as `production/…`. */
export type MatrixColumn = {
  name: string
  environments: readonly string[]
  /** The stage that starts here, if it has several environments. */
  stage: string | null
  /** The environments of that stage. */
  size: number
}

/** The columns for these environments; `isOpen` returns whether a stage is expanded. */
export function groupColumns(
  environments: readonly string[],
  isOpen: (stage: string) => boolean,
): MatrixColumn[] {
  const stageOf = (name: string) => (name.includes("/") ? familyOf(name) : name)
  return [...Map.groupBy(environments, stageOf)].flatMap(([stage, members]): MatrixColumn[] => {
    const size = members.length
    if (size > 1 && !isOpen(stage)) return [{ name: stage, environments: members, stage, size }]
    return members.map((name, index) => ({
      name,
      environments: [name],
      stage: size > 1 && index === 0 ? stage : null,
      size,
    }))
  })
}

export type Summary = {
  running: number
  behind: number
  worst: Behind | null
  /** The common version, if all run the same one. */
  version: string | null
  tags: readonly { application: string; imageTag: string }[]
}

export function summarize(rows: readonly DriftRow[], environments: readonly string[]): Summary {
  const cells = rows.flatMap((row) =>
    environments.flatMap((name) => {
      const cell = cellOf(row, name)
      return cell ? [{ ...cell, application: row.application }] : []
    }),
  )
  const behind = cells.flatMap((cell) => cell.behind ?? [])
  const tags = cells.flatMap(({ application, imageTag }) =>
    imageTag === null ? [] : [{ application, imageTag }],
  )
  const versions = new Set(tags.map(({ imageTag }) => imageTag))
  const [worst = null] = behind.toSorted((a, b) => b.versions - a.versions || b.days - a.days)
  const [version = null] = versions
  return {
    running: cells.length,
    behind: behind.length,
    worst,
    version: versions.size === 1 && rows.length === 1 ? version : null,
    tags,
  }
}
