import type { HelmIdentity } from "@/lib/kube/cluster/cluster"
import { givenHelmIdentity } from "@/lib/platform/env"

const pair = /^\s*([^,=\s]+)=(tenant|cluster)\s*$/

/** The identity from SLIPWAY_HELM_IDENTITY. Default: the tenant's service account, which cannot access other tenants. */
export function helmIdentityOf(cluster: string): HelmIdentity {
  const given = givenHelmIdentity()?.trim() ?? "tenant"
  if (given === "tenant" || given === "cluster") return given
  const named = given.split(",").find((part) => pair.exec(part)?.[1] === cluster)
  return named !== undefined && pair.exec(named)?.[2] === "cluster" ? "cluster" : "tenant"
}
