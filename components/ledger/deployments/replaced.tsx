"use client"

import { useQuery } from "@tanstack/react-query"
import { MoveRight } from "lucide-react"
import { replacedQuery } from "@/components/ledger/deployments/deployment-queries"
import { Chip } from "@/components/ui/chip"
import { ErrorLine } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { VersionChange } from "@/components/ui/version-change"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { pages } from "@/lib/platform/paths"

/** The version that was live before, and the change from it. */
export function Replaced({ deployment }: { deployment: Deployment }) {
  const query = useQuery(replacedQuery(deployment))
  const before = deployment.previousImageTag
  if (before === null) {
    return <p className="text-sm text-muted">Nothing was running here before.</p>
  }
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <Chip value={before} what="image tag" />
      <MoveRight size={14} aria-hidden="true" className="text-muted" />
      <Chip value={deployment.imageTag} what="image tag" />
      {before === deployment.imageTag ? (
        <span className="text-xs text-muted">same version</span>
      ) : (
        <VersionChange from={before} to={deployment.imageTag} />
      )}
      {deployment.isRollback && (
        <span className="text-xs text-rolled-back">rollback to an earlier version</span>
      )}
      {query.isError && query.data === undefined && (
        <ErrorLine title="Could not load the replaced deployment" read={query} />
      )}
      {query.data && (
        <Link href={pages.deployment(query.data.id)} className="text-xs">
          View replaced deployment
        </Link>
      )}
    </div>
  )
}
