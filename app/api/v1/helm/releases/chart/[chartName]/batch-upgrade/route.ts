import { z } from "zod"
import { chartReference } from "@/lib/fleet/charts/schema"
import { batchUpgradeQuerySchema, batchUpgradeSchema, rolloutDetailSchema } from "@/lib/fleet/rollouts/schema"
import { startRollout } from "@/lib/fleet/rollouts/start-rollout"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"

const path = "/api/v1/helm/releases/chart/{chartName}/batch-upgrade"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  POST: endpoint({
    summary: "Upgrade all releases of a chart (start a rollout)",
    description:
      "Returns 202 with the rollout and all its releases, including skipped ones with the reason. By default, releases are upgraded one at a time and a failure does not stop the rest. Use `repository/name` to select one repository. Without `targetVersion` each release keeps its version and only its values change. If there is nothing to upgrade, the rollout is COMPLETED immediately.",
    access: "releases:write",
    params: z.strictObject({ chartName: chartReference }),
    query: batchUpgradeQuerySchema,
    body: batchUpgradeSchema,
    response: rolloutDetailSchema,
    status: 202,
    verb: async (actor, { params, query, body }) =>
      created(
        "/api/v1/helm/rollouts",
        await startRollout(actor, params.chartName, query.targetVersion ?? null, body),
        202,
      ),
  }),
})
