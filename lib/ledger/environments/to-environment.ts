import type { EnvironmentName, Environment as EnvironmentRow } from "@/lib/platform/db/generated/client"
import { overridableReasons } from "./gate-warnings"
import type { Environment } from "./schema"

export type EnvironmentWithNames = EnvironmentRow & { names: EnvironmentName[] }

/** The only place that maps a row to the API resource. */
export function toEnvironment(row: EnvironmentWithNames): Environment {
  return {
    name: row.name,
    rank: row.rank,
    aliases: row.names
      .filter(({ alias }) => alias)
      .map(({ name }) => name)
      .sort(),
    production: row.production,
    colour: row.colour,
    archived: row.archivedAt !== null,
    archiveAfterDays: row.archiveAfterDays,
    gateWarnings: overridableReasons.filter((reason) => row.gateWarnings.includes(reason)),
  }
}
