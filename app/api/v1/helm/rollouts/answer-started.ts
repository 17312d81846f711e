import { type Reply, reply } from "@/lib/http/reply"
import type { RolloutDetail } from "@/lib/rollouts/schema"

/** 202: where to look for the rollout. */
export function started(rollout: RolloutDetail): Reply<RolloutDetail> {
  return reply(rollout, { status: 202, headers: { location: `/api/v1/helm/rollouts/${rollout.id}` } })
}
