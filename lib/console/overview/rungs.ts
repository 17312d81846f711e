import type { CurrentCell } from "@/lib/ledger/drift/compare-cells"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import type { BehindCell } from "./drifted"
import type { WhoOf } from "./read-who-records"
import type { AttentionItem, Rung } from "./schema"

interface Parts {
  ladder: readonly EnvironmentRef[]
  /** Names of the environments that ever ran the selected applications. */
  carried: ReadonlySet<string>
  running: readonly CurrentCell[]
  /** The newest current deployment of each environment. */
  newest: readonly CurrentCell[]
  behind: readonly BehindCell[]
  /** PENDING records, newest first. */
  pending: readonly AttentionItem[]
  who: WhoOf
}

/** One card per environment, in rank order. */
export function rungsOf({ ladder, carried, running, newest, behind, pending, who }: Parts): Rung[] {
  const behindById = new Map(behind.map((one) => [one.cell.deploymentId, one.drift]))
  return ladder
    .filter(({ name }) => carried.has(name))
    .map(({ name, rank, production }) => {
      const here = running.filter((cell) => cell.environment === name)
      const current = newest.find((cell) => cell.environment === name)
      const waiting = pending.filter((one) => one.environment === name)
      const next = waiting.find((one) => isNewer(one, current))
      return {
        environment: name,
        rank,
        production,
        applications: here.length,
        behind: here.filter((cell) => behindById.has(cell.deploymentId)).length,
        current: current ? who(current) : null,
        drift: (current && behindById.get(current.deploymentId)) ?? null,
        next: next ? recordOf(next) : null,
        pending: waiting.length,
      }
    })
}

function isNewer(one: AttentionItem, current: CurrentCell | undefined): boolean {
  return current === undefined || Date.parse(one.deployedAt) >= current.deployedAt.getTime()
}

function recordOf({ deploymentId, application, imageTag, deployedAt, initiatedBy }: AttentionItem) {
  return { deploymentId, application, imageTag, deployedAt, initiatedBy }
}
