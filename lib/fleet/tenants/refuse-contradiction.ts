import { invalid } from "@/lib/platform/errors"

/** An isolated tenant is confined to its namespace, so it cannot have charts that reach the whole cluster. */
export function refuseContradiction(tenant: { clusterScoped: boolean; isolated: boolean }): void {
  if (!tenant.clusterScoped || !tenant.isolated) return
  throw invalid("/clusterScoped", "A tenant is either isolated or may have cluster-scoped charts, not both.")
}
