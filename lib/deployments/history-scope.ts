import type { Actor } from "@/lib/auth/actor"
import { check, collectFaults } from "@/lib/collect-faults"
import { resolveOptionalEnvironment } from "@/lib/environments/resolve-environment"
import { type DeploymentFilters, requireOrderlyWindow } from "./filters"

/** Filters with the environment resolved and the caller's limit put in. */
export type HistoryScope = Omit<DeploymentFilters, "environment"> & {
  /** null: all there are. */
  environmentIds: readonly string[] | null
}

/** Throws a 422 for an unknown environment and a 403 for one outside the caller's limit. */
export async function scopeHistory(
  actor: Actor,
  { environment, ...filters }: DeploymentFilters,
): Promise<HistoryScope> {
  const [asked] = await collectFaults([
    resolveOptionalEnvironment(actor, environment),
    check(() => requireOrderlyWindow(filters)),
  ])
  return { ...filters, environmentIds: asked === null ? actor.environmentIds : asked.ids }
}
