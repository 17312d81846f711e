import { z } from "zod"
import { getReleaseAttention } from "@/lib/console/overview/get-release-attention"
import { releaseAttentionSchema } from "@/lib/console/overview/release-attention-schema"
import { adoptRelease } from "@/lib/fleet/releases/adopt-release"
import { countChartVersions, getSummary, listFleetVersions } from "@/lib/fleet/releases/count-releases"
import {
  chartVersionCountsSchema,
  fleetVersionSchema,
  matrixRowSchema,
  releaseQuerySchema,
  releaseSummarySchema,
} from "@/lib/fleet/releases/fleet-schema"
import { listFleetMatrix, listNeedingUpgrade } from "@/lib/fleet/releases/list-releases"
import { listUnmanaged } from "@/lib/fleet/releases/list-unmanaged"
import { releaseSchema } from "@/lib/fleet/releases/schema"
import {
  adoptReleaseSchema,
  unmanagedQuerySchema,
  unmanagedReleaseSchema,
} from "@/lib/fleet/releases/unmanaged-schema"
import { pageQuery } from "@/lib/platform/page"
import { exactVersion, plainChartName } from "@/lib/policy/names"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"

export const attention = defineRoute("/api/v1/helm/releases/attention", {
  GET: endpoint({
    summary: "List releases that need attention",
    access: "releases:read",
    response: releaseAttentionSchema,
    handler: (actor) => getReleaseAttention(actor),
  }),
})

export const needsUpgrade = defineRoute("/api/v1/helm/releases/chart/{chartName}/needs-upgrade", {
  GET: endpoint({
    summary: "List the installed releases of a chart that are older than a version",
    description: "Compared by semantic versioning, oldest version first.",
    access: "releases:read",
    problems: [409],
    params: z.strictObject({ chartName: plainChartName }),
    query: z.strictObject({ targetVersion: exactVersion, ...pageQuery }),
    response: releaseSchema.array(),
    handler: (actor, { params, query }) => listNeedingUpgrade(actor, params.chartName, query),
  }),
})

export const chartVersionCounts = defineRoute("/api/v1/helm/releases/chart/{chartName}/versions", {
  GET: endpoint({
    summary: "Count the installed releases of a chart by version",
    access: "releases:read",
    params: z.strictObject({ chartName: plainChartName }),
    response: chartVersionCountsSchema,
    handler: (actor, { params }) => countChartVersions(actor, params.chartName),
  }),
})

export const matrix = defineRoute("/api/v1/helm/releases/matrix", {
  GET: endpoint({
    summary: "List tenants with their releases",
    description:
      "Tenants by slug, each with its releases that match all filters; pages contain tenants. Uninstalled releases are returned only with `status=UNINSTALLED`.",
    access: "releases:read",
    query: releaseQuerySchema,
    response: matrixRowSchema.array(),
    handler: (actor, { query }) => listFleetMatrix(actor, query),
  }),
})

export const summary = defineRoute("/api/v1/helm/releases/summary", {
  GET: endpoint({
    summary: "Count releases by status and chart",
    description: "For the tenants the caller can see. Includes uninstalled releases.",
    access: "releases:read",
    response: releaseSummarySchema,
    handler: (actor) => getSummary(actor),
  }),
})

export const fleetVersions = defineRoute("/api/v1/helm/releases/versions", {
  GET: endpoint({
    summary: "List the installed chart versions and their lag",
    description:
      "By chart, newest version first; compared with the last successful read of each repository. If a repository was never read, newestVersion is null and the Slipway-Incomplete header names it.",
    incomplete: true,
    access: "releases:read",
    response: fleetVersionSchema.array(),
    handler: (actor) => listFleetVersions(actor),
  }),
})

export const unmanaged = defineRoute("/api/v1/helm/unmanaged", {
  GET: endpoint({
    summary: "List releases that Slipway does not manage",
    description:
      "Helm releases found in the clusters, most recently found first. A token limited to tenants sees only those in their namespaces.",
    access: "releases:read",
    query: unmanagedQuerySchema,
    response: unmanagedReleaseSchema.array(),
    handler: (actor, { query }) => listUnmanaged(actor, query),
  }),
})

export const adoption = defineRoute("/api/v1/helm/unmanaged/adopt", {
  POST: endpoint({
    summary: "Adopt an unmanaged release into a tenant",
    description:
      "Imports the history that Helm still has as OUT_OF_BAND revisions and changes nothing in the cluster. From then on Slipway manages the release. The chart does not have to be in a configured repository until the next upgrade. Returns 404 if Helm has no such release, and 409 if the release is already managed or another operation on it is in progress.",
    access: "releases:write",
    problems: [404],
    body: adoptReleaseSchema,
    response: releaseSchema,
    status: 201,
    handler: async (actor, { body }) => created("/api/v1/helm/releases", await adoptRelease(actor, body)),
  }),
})
