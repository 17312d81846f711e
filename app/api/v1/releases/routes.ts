import { z } from "zod"
import {
  rollBackRelease,
  rollBackToLastSuccessful,
  uninstallRelease,
  upgradeRelease,
} from "@/lib/fleet/releases/change-release"
import type { Accepted } from "@/lib/fleet/releases/enqueue-change"
import { getRelease } from "@/lib/fleet/releases/find-release"
import { releaseQuerySchema } from "@/lib/fleet/releases/fleet-schema"
import { getResources } from "@/lib/fleet/releases/get-resources"
import { installRelease } from "@/lib/fleet/releases/install-release"
import {
  exportReleases,
  exportReleasesSchema,
  listReleases,
  listTenantReleases,
} from "@/lib/fleet/releases/list-releases"
import { getRevision, listRevisions, listTenantHistory } from "@/lib/fleet/releases/list-revisions"
import { previewRelease } from "@/lib/fleet/releases/preview-release"
import { previewReleaseSchema, previewSchema } from "@/lib/fleet/releases/preview-schema"
import { resourcesSchema } from "@/lib/fleet/releases/resource-schema"
import {
  revisionDetailSchema,
  revisionQuerySchema,
  revisionSchema,
  tenantRevisionSchema,
} from "@/lib/fleet/releases/revision-schema"
import {
  installReleaseSchema,
  type Release,
  releaseSchema,
  revisionNumber,
  rollbackLastSuccessfulSchema,
  rollbackReleaseSchema,
  uninstallQuerySchema,
  upgradeReleaseSchema,
} from "@/lib/fleet/releases/schema"
import { subscribeToRelease } from "@/lib/fleet/releases/subscribe-to-release"
import { pageQuery } from "@/lib/platform/page"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"
import { type Reply, reply } from "@/lib/web/http/reply"
import { eventStream } from "@/lib/web/http/sse"
import { streamFile } from "@/lib/web/http/stream-lines"

const tenantParams = idParams("tenant", "tenantId")
const releaseParams = idParams("release", "releaseId")

/** 202 with the locations of the release and of the accepted operation. */
function accepted({ release, operationId }: Accepted): Reply<Release> {
  return reply(release, {
    status: 202,
    headers: {
      location: `/api/v1/helm/releases/${release.id}`,
      "operation-location": `/api/v1/operations/${operationId}`,
    },
  })
}

export const releases = defineRoute("/api/v1/helm/releases", {
  GET: endpoint({
    summary: "List releases, newest first",
    description:
      "Releases that match all filters, of the tenants the caller can see. Includes uninstalled releases.",
    access: "releases:read",
    query: releaseQuerySchema,
    response: releaseSchema.array(),
    handler: (actor, { query }) => listReleases(actor, query),
  }),
  POST: endpoint({
    summary: "Install a chart for a tenant",
    description:
      "Returns 202 with the release in PENDING_INSTALL; follow `Operation-Location` for the progress. Invalid requests are rejected before the operation is queued.",
    access: "releases:write",
    body: installReleaseSchema,
    response: releaseSchema,
    status: 202,
    handler: async (actor, { body }) => accepted(await installRelease(actor, body)),
  }),
})

export const releaseExport = defineRoute("/api/v1/helm/releases/export", {
  GET: endpoint({
    summary: "Export releases as CSV",
    description:
      "All releases that match the filters of the list, newest first, without values. Text that a spreadsheet would run as a formula is prefixed with an apostrophe.",
    access: "releases:read",
    query: exportReleasesSchema,
    streamedResponse: ["text/csv"],
    handler: async (actor, { query }) =>
      streamFile(await exportReleases(actor, query), "releases", query.format),
  }),
})

export const preview = defineRoute("/api/v1/helm/releases/preview", {
  POST: endpoint({
    summary: "Preview an install, upgrade, rollback or uninstall",
    description:
      "Rendered by Helm against the cluster, with secrets masked; changes nothing. For a token limited to tenants, it is rendered without cluster access, so `lookup` in a template returns nothing. Resources that an uninstall keeps because of `helm.sh/resource-policy: keep` are `unchanged`.",
    access: "releases:write",
    problems: [404],
    body: previewReleaseSchema,
    response: previewSchema,
    handler: (actor, { body }) => previewRelease(actor, body),
  }),
})

export const tenantReleases = defineRoute("/api/v1/helm/releases/tenant/{tenantId}", {
  GET: endpoint({
    summary: "List the releases of a tenant, newest first",
    access: "releases:read",
    params: tenantParams,
    query: z.strictObject(pageQuery),
    response: releaseSchema.array(),
    handler: (actor, { params, query }) => listTenantReleases(actor, params.tenantId, query),
  }),
})

export const tenantHistory = defineRoute("/api/v1/helm/releases/tenant/{tenantId}/history", {
  GET: endpoint({
    summary: "List the revisions of all releases of a tenant, newest first",
    description: "Includes uninstalled releases.",
    access: "releases:read",
    params: tenantParams,
    query: z.strictObject(pageQuery),
    response: tenantRevisionSchema.array(),
    handler: (actor, { params, query }) => listTenantHistory(actor, params.tenantId, query),
  }),
})

export const release = defineRoute("/api/v1/helm/releases/{releaseId}", {
  GET: endpoint({
    summary: "Get a release",
    access: "releases:read",
    params: releaseParams,
    response: releaseSchema,
    handler: (actor, { params }) => getRelease(actor, params.releaseId),
  }),
  DELETE: endpoint({
    summary: "Uninstall a release",
    description:
      "Returns 202 with the release in UNINSTALLING. If Helm fails, for example in a delete hook, the release becomes FAILED with the reason and can be uninstalled again. The release record and history are kept, and the name can be reused. `warnings` lists resources that remain in the cluster.",
    access: "releases:write",
    params: releaseParams,
    query: uninstallQuerySchema,
    response: releaseSchema,
    status: 202,
    ifMatch: true,
    handler: async (actor, { params, query }, { ifMatch }) =>
      accepted(await uninstallRelease(actor, params.releaseId, query, ifMatch)),
  }),
})

export const releaseEvents = defineRoute("/api/v1/helm/releases/{releaseId}/events", {
  GET: endpoint({
    summary: "Stream changes of a release and its operations",
    description:
      "Server-sent events: `release` at the start and on each change; `operation` and `line` (with its operationId) for its operations.",
    access: "releases:read",
    params: releaseParams,
    streamedResponse: ["text/event-stream"],
    handler: (actor, { params }, { request }) =>
      eventStream(actor, request, (emitter) => subscribeToRelease(actor, params.releaseId, emitter)),
  }),
})

export const revisions = defineRoute("/api/v1/helm/releases/{releaseId}/history", {
  GET: endpoint({
    summary: "List the revisions of a release, newest first",
    description: "Includes revisions that Helm has pruned, and works after the release was uninstalled.",
    access: "releases:read",
    params: releaseParams,
    query: z.strictObject(pageQuery),
    response: revisionSchema.array(),
    handler: (actor, { params, query }) => listRevisions(actor, params.releaseId, query),
  }),
})

export const revision = defineRoute("/api/v1/helm/releases/{releaseId}/history/{revision}", {
  GET: endpoint({
    summary: "Get a revision with values, manifest and notes",
    description: "Secrets are masked. With `against`, also returns the changes since that revision.",
    access: "releases:read",
    params: releaseParams.extend({
      revision: z.coerce.number("Must be a revision number.").pipe(revisionNumber),
    }),
    query: revisionQuerySchema,
    response: revisionDetailSchema,
    handler: (actor, { params, query }) =>
      getRevision(actor, params.releaseId, params.revision, query.against),
  }),
})

export const resources = defineRoute("/api/v1/helm/releases/{releaseId}/resources", {
  GET: endpoint({
    summary: "List the Kubernetes resources of a release with their health",
    description:
      "Read from the cluster on each request. If the cluster does not respond in time, `reachable` is false and `problem` says why.",
    access: "releases:read",
    params: releaseParams,
    response: resourcesSchema,
    handler: (actor, { params }) => getResources(actor, params.releaseId),
  }),
})

export const rollback = defineRoute("/api/v1/helm/releases/{releaseId}/rollback", {
  POST: endpoint({
    summary: "Roll back a release to a revision",
    description:
      "Accepts any revision of the history. A revision that Helm has pruned is applied again from the stored chart version and values.",
    access: "releases:write",
    params: releaseParams,
    body: rollbackReleaseSchema,
    response: releaseSchema,
    status: 202,
    ifMatch: true,
    handler: async (actor, { params, body }, { ifMatch }) =>
      accepted(await rollBackRelease(actor, params.releaseId, body, ifMatch)),
  }),
})

export const lastSuccessfulRollback = defineRoute(
  "/api/v1/helm/releases/{releaseId}/rollback/last-successful",
  {
    POST: endpoint({
      summary: "Roll back to the last successful revision",
      description:
        "The newest successfully deployed revision before the current one. Returns 409 if there is none.",
      access: "releases:write",
      params: releaseParams,
      body: rollbackLastSuccessfulSchema,
      response: releaseSchema,
      status: 202,
      ifMatch: true,
      handler: async (actor, { params, body }, { ifMatch }) =>
        accepted(await rollBackToLastSuccessful(actor, params.releaseId, body, ifMatch)),
    }),
  },
)

export const upgrade = defineRoute("/api/v1/helm/releases/{releaseId}/upgrade", {
  POST: endpoint({
    summary: "Upgrade a release",
    description:
      "Returns 202 with the release in PENDING_UPGRADE. Returns 409 while another operation is in progress.",
    access: "releases:write",
    params: releaseParams,
    body: upgradeReleaseSchema,
    response: releaseSchema,
    status: 202,
    ifMatch: true,
    handler: async (actor, { params, body }, { ifMatch }) =>
      accepted(await upgradeRelease(actor, params.releaseId, body, ifMatch)),
  }),
})
