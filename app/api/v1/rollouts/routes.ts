import { z } from "zod"
import { chartReference } from "@/lib/fleet/charts/schema"
import { controlRollout } from "@/lib/fleet/rollouts/control-rollout"
import { getRollout, listRollouts, subscribeToRollout } from "@/lib/fleet/rollouts/get-rollout"
import { previewRollout } from "@/lib/fleet/rollouts/plan-rollout"
import {
  batchUpgradeQuerySchema,
  batchUpgradeSchema,
  controlRolloutSchema,
  previewRolloutSchema,
  type RolloutAction,
  rolloutDetailSchema,
  rolloutPlanSchema,
  rolloutQuerySchema,
  rolloutSchema,
} from "@/lib/fleet/rollouts/schema"
import { startRollout } from "@/lib/fleet/rollouts/start-rollout"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"
import { eventStream } from "@/lib/web/http/sse"

const params = idParams("rollout")

export const batchUpgrade = defineRoute("/api/v1/helm/releases/chart/{chartName}/batch-upgrade", {
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
    handler: async (actor, { params, query, body }) =>
      created(
        "/api/v1/helm/rollouts",
        await startRollout(actor, params.chartName, query.targetVersion ?? null, body),
        202,
      ),
  }),
})

export const rollouts = defineRoute("/api/v1/helm/rollouts", {
  GET: endpoint({
    summary: "List rollouts, newest first",
    description:
      "A token limited to tenants sees only rollouts with their releases, and counts only those releases.",
    access: "releases:read",
    query: rolloutQuerySchema,
    response: rolloutSchema.array(),
    handler: (actor, { query }) => listRollouts(actor, query),
  }),
})

export const rolloutPreview = defineRoute("/api/v1/helm/rollouts/preview", {
  POST: endpoint({
    summary: "Preview a rollout",
    description:
      "Returns the releases that would be upgraded, and those that would be skipped with the reason. Changes nothing. Returns the same errors as the batch upgrade.",
    access: "releases:write",
    problems: [404],
    body: previewRolloutSchema,
    response: rolloutPlanSchema,
    handler: (actor, { body }) => previewRollout(actor, body),
  }),
})

export const rollout = defineRoute("/api/v1/helm/rollouts/{id}", {
  GET: endpoint({
    summary: "Get a rollout with its waves and releases",
    access: "releases:read",
    params,
    response: rolloutDetailSchema,
    handler: (actor, { params }) => getRollout(actor, params.id),
  }),
})

export const rolloutEvents = defineRoute("/api/v1/helm/rollouts/{id}/events", {
  GET: endpoint({
    summary: "Stream the progress of a rollout",
    description:
      "Server-sent events: `rollout` at the start and on each change, with only the releases that changed since the previous event. The first event has the releases that changed since `after` (the `changes` of an earlier response) or since Last-Event-ID, or none without either.",
    access: "releases:read",
    params,
    query: z.strictObject({ after: z.coerce.number().int().min(0).optional() }),
    streamedResponse: ["text/event-stream"],
    handler: (actor, { params, query: { after } }, { request }) =>
      eventStream(actor, request, (emitter, lastEventId) =>
        subscribeToRollout(actor, params.id, toChanges(lastEventId) ?? after ?? null, emitter),
      ),
  }),
})

/** The position of a reconnecting client, or null if the id was not issued by this stream. */
function toChanges(lastEventId: string | null): number | null {
  return lastEventId !== null && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null
}

/** The route that pauses, resumes, aborts or rolls back a rollout. */
const controlRoute = <Action extends RolloutAction>(
  action: Action,
  summary: string,
  description: string,
  status?: 202,
) =>
  defineRoute(`/api/v1/helm/rollouts/{id}/${action}`, {
    POST: endpoint({
      summary,
      description,
      status,
      access: "releases:write",
      params,
      body: controlRolloutSchema,
      response: rolloutDetailSchema,
      etag: true,
      ifMatch: true,
      handler: (actor, { params, body }, { ifMatch }) =>
        controlRollout(actor, params.id, action, body, ifMatch),
    }),
  })

export const pause = controlRoute(
  "pause",
  "Pause a rollout",
  "No more upgrades are started; running upgrades finish. Returns 409 unless the rollout is RUNNING.",
)

export const resume = controlRoute(
  "resume",
  "Resume a paused rollout",
  "Continues where it was paused and resets the failure count. Returns 409 unless the rollout is PAUSED.",
)

export const abort = controlRoute(
  "abort",
  "Abort a rollout",
  "Releases that have not started are skipped, queued operations are cancelled, and running upgrades finish. Returns 409 once the rollout has finished.",
)

export const rolloutRollback = controlRoute(
  "rollback",
  "Roll back a rollout",
  "Releases that have not started are skipped. Each upgraded release is rolled back to its previous revision, with the same concurrency, latest wave first. Releases that were changed since are skipped. Returns 409 if a rollback has already started.",
  202,
)
