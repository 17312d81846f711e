import type { RolloutDetail } from "@/lib/fleet/rollouts/schema"
import { type Reply, reply } from "@/lib/web/http/reply"

/** 202 with the location of the rollout. */
export function started(rollout: RolloutDetail): Reply<RolloutDetail> {
  return reply(rollout, { status: 202, headers: { location: `/api/v1/helm/rollouts/${rollout.id}` } })
}
