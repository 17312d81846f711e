import type { Deployment } from "@/lib/ledger/deployments/schema"
import { deploymentStatuses } from "@/lib/ledger/deployments/statuses"
import type { LiveEvent } from "@/lib/web/client/live-stream"

/** The deployment that an event of the stream carries; null for anything else. */
export function deploymentOf({ data }: LiveEvent): Deployment | null {
  return isDeployment(data) ? data : null
}

// The stream is our own: it is enough to see that it is one. The whole schema would cost every page 30 kB.
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
