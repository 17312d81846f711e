import { z } from "zod"
import { listActivity } from "@/lib/console/activity/list-activity"
import { activityQuerySchema, activitySchema } from "@/lib/console/activity/schema"
import { getDigest } from "@/lib/console/digest/get-digest"
import { digestQuerySchema, digestSchema } from "@/lib/console/digest/schema"
import { subscribeToTopics, topicsSchema } from "@/lib/console/events/subscribe-to-topics"
import { getOverview } from "@/lib/console/overview/get-overview"
import { overviewQuerySchema, overviewSchema } from "@/lib/console/overview/schema"
import { searchQuerySchema, searchSchema } from "@/lib/console/search/schema"
import { searchEverything } from "@/lib/console/search/search-everything"
import { laneFilters } from "@/lib/ledger/deployments/filters"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { eventStream, resumeAfter } from "@/lib/web/http/sse"

export const activity = defineRoute("/api/v1/activity", {
  GET: endpoint({
    summary: "List activity",
    description:
      "Recorded deployments, rollback marks and release revisions, newest first. Deployments require `deployments:read`, releases require `releases:read`.",
    access: "signed-in",
    query: activityQuerySchema,
    response: activitySchema.array(),
    handler: (actor, { query }) => listActivity(actor, query),
  }),
})

export const digest = defineRoute("/api/v1/digests/{week}", {
  GET: endpoint({
    summary: "Get the digest of a week",
    description:
      "Deployments by environment compared with the week before, rollbacks and failures with their reasons, the slowest deployments, new applications, and release changes.",
    access: "deployments:read",
    params: z.object({ week: z.string().meta({ description: "An ISO week, such as 2026-W47." }) }),
    query: digestQuerySchema,
    response: digestSchema,
    problems: [404],
    handler: (actor, { params, query }) => getDigest(actor, params.week, query),
  }),
})

export const events = defineRoute("/api/v1/events", {
  GET: endpoint({
    summary: "Stream changes",
    description:
      "Server-sent events, each with an id to resume from (Last-Event-ID): `deployment.recorded` and `deployment.updated` with the deployment as data (topic `deployments`); `quarantine.updated`, `release.updated`, `rollout.updated` and `tenant.updated` with the id of what changed. `resync` means that the client must reload its data: after an import, or when missed events are no longer available. After a lost connection, an event can arrive twice. Deployments require `deployments:read`, the other topics require `releases:read`.",
    access: "signed-in",
    query: z.strictObject({ topics: topicsSchema, after: resumeAfter }),
    streamedResponse: ["text/event-stream"],
    handler: (actor, { query: { topics, after } }, { request }) =>
      eventStream(actor, request, (emitter, lastEventId) =>
        subscribeToTopics(actor, topics, lastEventId ?? after ?? null, emitter),
      ),
  }),
})

const allTopics = z.stringbool().optional().meta({
  deprecated: true,
  description: "`true` is the same as naming all topics. Use `GET /events` instead.",
})

export const deploymentEvents = defineRoute("/api/v1/platform/deployments/events", {
  GET: endpoint({
    summary: "Stream recorded and updated deployments",
    description:
      "Server-sent events `deployment.recorded` and `deployment.updated`, each with the deployment as data and an id to resume from (Last-Event-ID). `resync` means that the client must reload its data: after an import, or when missed events are no longer available. After a lost connection, an event can arrive twice. With `topics` it is equivalent to `GET /events`; the default here is `deployments`, which requires `deployments:read`. `environment` and `application` filter only this topic.",
    access: "signed-in",
    query: z.strictObject({ ...laneFilters, topics: topicsSchema, releases: allTopics, after: resumeAfter }),
    streamedResponse: ["text/event-stream"],
    handler: (actor, { query: { after, topics, releases, ...filter } }, { request }) =>
      eventStream(actor, request, (emitter, lastEventId) =>
        subscribeToTopics(
          actor,
          topics ?? (releases ? undefined : ["deployments"]),
          lastEventId ?? after ?? null,
          emitter,
          filter,
        ),
      ),
  }),
})

export const overview = defineRoute("/api/v1/platform/overview", {
  GET: endpoint({
    summary: "Get the overview: current state, next promotions and items that need attention",
    access: "deployments:read",
    query: overviewQuerySchema,
    response: overviewSchema,
    handler: (actor, { query }) => getOverview(actor, query),
  }),
})

export const search = defineRoute("/api/v1/search", {
  GET: endpoint({
    summary: "Search, with where each result is running",
    description:
      "Finds image tags, commits (at least 4 digits), branches, applications, environments, users, charts, chart and app versions, releases, tenants (by name, namespace or tag value) and tickets in notes by prefix. Each result has the environments and tenants that run it, since when and by whom. Deployments require `deployments:read`, releases require `releases:read`.",
    access: "signed-in",
    query: searchQuerySchema,
    response: searchSchema,
    handler: (actor, { query }) => searchEverything(actor, query),
  }),
})
