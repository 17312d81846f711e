import type { Deployment } from "@/lib/ledger/deployments/schema"
import { deploymentStatuses } from "@/lib/ledger/deployments/statuses"
import type { LiveEvent } from "@/lib/web/client/live-stream"

/** The deployment in a live event; null for other events. */
export function deploymentOf({ data }: LiveEvent): Deployment | null {
  return isDeployment(data) ? data : null
}

// A shallow check is enough for our own stream; the full schema would add 30 kB to every page.
function isDeployment(data: unknown): data is Deployment {
  return (
    typeof data === "object" &&
    data !== null &&
    "id" in data &&
    typeof data.id === "string" &&
    "deployedAt" in data &&
    typeof data.deployedAt === "string" &&
    "status" in data &&
    deploymentStatuses.some((status) => status === data.status)
  )
}
