"use client"

import { useQuery } from "@tanstack/react-query"
import { MoveRight } from "lucide-react"
import { replacedQuery } from "@/components/ledger/deployments/deployment-queries"
import { Chip } from "@/components/ui/chip"
import { ErrorLine } from "@/components/ui/error-line"
import { Link } from "@/components/ui/link"
import { VersionChange } from "@/components/ui/version-change"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { pages } from "@/lib/platform/paths"

/** What was live before, and the jump from there. */
export function Replaced({ deployment }: { deployment: Deployment }) {
  const query = useQuery(replacedQuery(deployment))
  const before = deployment.previousImageTag
  if (before === null) {
    return <p className="text-sm text-muted">Nothing ran here before.</p>
  }
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <Chip value={before} what="image tag" />
      <MoveRight size={14} aria-hidden="true" className="text-muted" />
      <Chip value={deployment.imageTag} what="image tag" />
      {before === deployment.imageTag ? (
        <span className="text-xs text-muted">the same again</span>
      ) : (
        <VersionChange from={before} to={deployment.imageTag} />
      )}
      {deployment.isRollback && (
        <span className="text-xs text-rolled-back">went back to an earlier version</span>
      )}
      {query.isError && query.data === undefined && (
        <ErrorLine title="What it replaced could not be read" read={query} />
      )}
      {query.data && (
        <Link href={pages.deployment(query.data.id)} className="text-xs">
          What it replaced
        </Link>
      )}
    </div>
  )
}
