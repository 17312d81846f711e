import { isSameBuild } from "@/lib/ledger/deployments/same-build"
import type { Drift, DriftCell, DriftRow } from "@/lib/ledger/drift/schema"
import type { StateEntry } from "@/lib/ledger/state/schema"

export type ServiceRow = {
  kind: "service"
  application: string
  service: string
  /** Keyed by environment; those where the service does not run are absent. */
  versions: ReadonlyMap<string, string>
  inSync: boolean
}

export type GroupRow = { kind: "group"; name: string; rows: readonly DriftRow[]; opened: boolean }

/** `expandable`: it has services; `opened`: they are shown. */
type ApplicationRow = { kind: "application"; row: DriftRow; expandable: boolean; opened: boolean }

export type MatrixRow = GroupRow | ApplicationRow | ServiceRow

export type MatrixFilter = {
  /** Part of an application's name. */
  text: string
  onlyDrifted: boolean
  /** Show only applications that are behind the stage below in some environment. */
  onlyBehind: boolean
  sort: "name" | "distance"
}

/** The environments in which at least one of the shown rows is running, to avoid empty columns. */
export function usedEnvironments(drift: Drift): string[] {
  return drift.environments.filter((_, index) =>
    drift.applications.some((row) => row.cells[index]?.imageTag != null),
  )
}

/** The requested environments that exist, or else the two with the most applications, in promotion order. */
export function comparedPair(
  drift: Drift,
  { left, right }: { left: string | null; right: string | null },
): { left: string; right: string } {
  const counts = drift.environments.map((name, index) => ({
    name,
    count: drift.applications.filter((row) => row.cells[index]?.imageTag != null).length,
  }))
  const largest = counts.toSorted((a, b) => b.count - a.count).slice(0, 2)
  const [lower, higher] = counts.filter((one) => largest.includes(one))
  const knownName = (name: string | null) => drift.environments.find((one) => one === name)
  return {
    left: knownName(left) ?? lower?.name ?? "",
    right: knownName(right) ?? (higher ?? lower)?.name ?? "",
  }
}

/** The rows that match the filter, by name or farthest behind first. */
export function filterRows(drift: Drift, filter: MatrixFilter): DriftRow[] {
  const text = filter.text.trim().toLowerCase()
  const rows = drift.applications.filter(
    (row) =>
      (text === "" || row.application.toLowerCase().includes(text)) &&
      !(filter.onlyDrifted && row.inSync) &&
      !(filter.onlyBehind && row.cells.every(({ behind }) => behind === null)),
  )
  if (filter.sort === "name") return rows
  const distances = new Map(rows.map((row) => [row, distanceOf(row)]))
  const lagOf = (row: DriftRow) => distances.get(row) ?? { versions: 0, days: 0 }
  return rows.toSorted((a, b) => lagOf(b).versions - lagOf(a).versions || lagOf(b).days - lagOf(a).days)
}

/** The distance of the cell that is farthest behind; another build is closer than any other version. */
function distanceOf({ cells }: DriftRow): { versions: number; days: number } {
  const distances = cells.flatMap(({ behind }) => behind ?? [])
  return {
    versions: Math.max(0, ...distances.map(({ versions, build }) => (build ? 0.5 : versions))),
    days: Math.max(0, ...distances.map(({ days }) => days)),
  }
}

/** An application's services that differ or run anywhere, by name. */
export function serviceRows(
  application: string,
  environments: readonly string[],
  state: readonly StateEntry[],
): ServiceRow[] {
  const versionsByEnvironment = new Map(
    state
      .filter((entry) => entry.application === application)
      .map((entry) => [entry.environment, entry.serviceVersions ?? {}]),
  )
  const services = [
    ...new Set([...versionsByEnvironment.values()].flatMap((versions) => Object.keys(versions))),
  ].sort()
  return services.map((service) => {
    const versions = new Map(
      environments.flatMap((environment) => {
        const version = versionsByEnvironment.get(environment)?.[service]
        return version === undefined ? [] : [[environment, version] as const]
      }),
    )
    return { kind: "service", application, service, versions, inSync: new Set(versions.values()).size <= 1 }
  })
}

export function cellOf(row: DriftRow, environment: string): DriftCell | null {
  const cell = row.cells.find((candidate) => candidate.environment === environment)
  return cell === undefined || cell.imageTag === null ? null : cell
}

export type Comparison = {
  application: string
  left: DriftCell | null
  right: DriftCell | null
  same: boolean
}

/** Two environments side by side; applications that run in neither are omitted. */
export function compareEnvironments(drift: Drift, left: string, right: string): Comparison[] {
  return drift.applications.flatMap((row) => {
    const pair = { left: cellOf(row, left), right: cellOf(row, right) }
    if (pair.left === null && pair.right === null) return []
    return [{ application: row.application, ...pair, same: runSameVersion(pair.left, pair.right) }]
  })
}

function runSameVersion(left: DriftCell | null, right: DriftCell | null): boolean {
  if (left?.imageTag == null || right?.imageTag == null) return false
  return isSameBuild({ ...left, imageTag: left.imageTag }, { ...right, imageTag: right.imageTag })
}
