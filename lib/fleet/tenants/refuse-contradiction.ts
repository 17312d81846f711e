import { invalid } from "@/lib/platform/errors"

/** An isolated tenant is confined to its namespace, so its charts cannot have cluster-wide effects. */
export function refuseContradiction(tenant: { clusterScoped: boolean; isolated: boolean }): void {
  if (!tenant.clusterScoped || !tenant.isolated) return
  throw invalid(
    "/clusterScoped",
    "A tenant cannot be both isolated and cluster-scoped. Set only one of the two.",
  )
}
