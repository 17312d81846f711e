import type { Accepted } from "@/lib/fleet/releases/enqueue-change"
import type { Release } from "@/lib/fleet/releases/schema"
import { type Reply, reply } from "@/lib/web/http/reply"

/** 202 with the locations of the release and of the accepted operation. */
export function accepted({ release, operationId }: Accepted): Reply<Release> {
  return reply(release, {
    status: 202,
    headers: {
      location: `/api/v1/helm/releases/${release.id}`,
      "operation-location": `/api/v1/operations/${operationId}`,
    },
  })
}
