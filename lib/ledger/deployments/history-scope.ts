import type { Actor } from "@/lib/identity/auth/actor"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { check, collectFaults } from "@/lib/platform/collect-faults"
import { type DeploymentFilters, requireOrderlyWindow } from "./filters"

/** Filters with the environment resolved and the caller's access restrictions applied. */
export type HistoryScope = Omit<DeploymentFilters, "environment"> & {
  /** null: no restriction. */
  environmentIds: readonly string[] | null
}

/** Throws a 422 for an unknown environment and a 403 for one the caller cannot access. */
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
