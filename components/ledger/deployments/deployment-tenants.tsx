"use client"

import { useInfiniteQuery } from "@tanstack/react-query"
import { ReleaseLine } from "@/components/console/search/search-results"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { ErrorState } from "@/components/ui/error-state"
import { LoadMore } from "@/components/ui/load-more"
import { Skeleton } from "@/components/ui/skeleton"
import type { RunningRelease } from "@/lib/fleet/releases/fleet-schema"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { formatQuantity } from "@/lib/platform/format"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"

const pageSize = 50
/** The tenants that run what a deployment shipped. */
const deploymentTenantsQuery = (id: string) =>
  apiListQuery(["deployment", id, "tenants"], api.deploymentTenants(id, { limit: pageSize }))

/** The tenants with a release of the deployment's chart version, or with its tag as app version. */
export function DeploymentTenants({ deployment }: { deployment: Deployment }) {
  const { id, imageTag, helmChartVersion } = deployment
  const query = useInfiniteQuery(deploymentTenantsQuery(id))
  useReadAfterChange("release", deploymentTenantsQuery(id).queryKey)
  if (query.isPending) return <Skeleton className="h-9 w-full" />
  if (query.data === undefined) {
    return <ErrorState title="Could not load tenants" read={query} />
  }
  const rows = query.data.pages.flatMap((page) => page.items)
  const by = helmChartVersion === null ? "" : ` chart version ${helmChartVersion} or`
  if (rows.length === 0) {
    return (
      <p className="text-sm text-muted">{`No tenant has a release with${by} app version ${imageTag}.`}</p>
    )
  }
  return (
    <div className="flex flex-col gap-2">
      <p className="text-xs text-muted">{countLabel(rows, query.hasNextPage)}</p>
      <ul className="-mx-4 max-h-96 overflow-y-auto">
        {rows.map((row) => (
          <ReleaseLine key={row.releaseId} item={row} />
        ))}
      </ul>
      <LoadMore query={query} />
    </div>
  )
}

function countLabel(rows: readonly RunningRelease[], hasMore: boolean): string {
  const tenants = new Set(rows.map(({ tenantId }) => tenantId)).size
  const failed = rows.filter(({ status }) => status === "FAILED").length
  const words = [
    `${hasMore ? "More than " : ""}${formatQuantity(tenants, "tenant")}`,
    tenants === rows.length ? null : formatQuantity(rows.length, "release"),
    failed === 0 ? null : `${failed} failed`,
  ]
  return words.filter((word) => word !== null).join(", ")
}
