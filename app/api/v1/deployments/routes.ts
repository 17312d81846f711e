import { z } from "zod"
import { listDeploymentTenants } from "@/lib/console/search/match-shipped-charts"
import { runningReleaseSchema } from "@/lib/fleet/releases/fleet-schema"
import {
  annulDeployment,
  annulDeploymentSchema,
  restoreDeployment,
} from "@/lib/ledger/deployments/annul-deployment"
import { exportDeployments, exportQuerySchema } from "@/lib/ledger/deployments/export-deployments"
import {
  deploymentFilters,
  historyOrder,
  historySort,
  includeAnnulled,
  laneFilters,
} from "@/lib/ledger/deployments/filters"
import { getDeployment } from "@/lib/ledger/deployments/find-deployment"
import { getCurrent, platformVersionSchema } from "@/lib/ledger/deployments/get-current"
import { importQuerySchema, importResponseSchema } from "@/lib/ledger/deployments/import/schema"
import { importFormats } from "@/lib/ledger/deployments/import-deployments"
import { getDeploymentByTag, hasImageTag, listDeployments } from "@/lib/ledger/deployments/list-deployments"
import {
  type Recorded,
  readRecorded,
  recordAndClaim,
  recordDeployment,
} from "@/lib/ledger/deployments/record-deployment"
import { recordRemoval, recordRemovalSchema, removalSchema } from "@/lib/ledger/deployments/record-removal"
import { rollBackTag, rollBackTagSchema, sameInBoth } from "@/lib/ledger/deployments/roll-back-tag"
import {
  deploymentSchema,
  recordDeploymentSchema,
  updateDeploymentSchema,
} from "@/lib/ledger/deployments/schema"
import { unmarkRollback, updateDeployment } from "@/lib/ledger/deployments/update-deployment"
import { apiObject } from "@/lib/platform/api-object"
import { pageQuery } from "@/lib/platform/page"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"
import { created, reply } from "@/lib/web/http/reply"
import { streamFile } from "@/lib/web/http/stream-lines"
import { handleImport } from "./handle-import"

const path = "/api/v1/platform/deployments"
const params = idParams("deployment")

const toReply = (recorded: Recorded) => created(path, recorded.deployment, recorded.created ? 201 : 200)

export const deployments = defineRoute(path, {
  POST: endpoint({
    summary: "Record a deployment",
    description:
      "Returns 201 with a new record, or 200 if the externalId was recorded before and that record was updated.",
    access: "deployments:write",
    body: recordDeploymentSchema,
    response: deploymentSchema,
    status: 201,
    otherStatuses: [200],
    handler: async (actor, { body }) => toReply(await recordDeployment(actor, body)),
    runWithClaim: {
      run: async (actor, { body }, claim) => {
        const recorded = await recordAndClaim(actor, body, claim)
        return recorded && toReply(recorded)
      },
      replayOf: async (recorded) => toReply(await readRecorded(recorded)),
    },
  }),
})

export const branch = defineRoute(
  "/api/v1/platform/deployments/branch/{gitBranch}",
  {
    GET: endpoint({
      summary: "List the deployments of a branch, newest first",
      description: "Slashes in the branch can be percent-encoded or not.",
      access: "deployments:read",
      params: z.object({ gitBranch: z.string() }),
      query: z.strictObject({ ...laneFilters, includeAnnulled, ...pageQuery }),
      response: deploymentSchema.array(),
      handler: (actor, { params, query }) => listDeployments(actor, { ...query, branch: params.gitBranch }),
    }),
  },
  { acceptsSlashes: true },
)

export const current = defineRoute("/api/v1/platform/deployments/current", {
  GET: endpoint({
    summary: "Get the current deployment",
    description:
      "The newest DEPLOYED record of an environment and application; without filters, of all. Removed applications are ignored. Returns 404 if nothing is running.",
    access: "deployments:read",
    problems: [404],
    query: z.strictObject({ ...laneFilters, includeAnnulled }),
    response: platformVersionSchema,
    etag: true,
    handler: (actor, { query }) => getCurrent(actor, query),
  }),
})

export const deploymentExport = defineRoute("/api/v1/platform/deployments/export", {
  GET: endpoint({
    summary: "Export the deployment history",
    description:
      "Oldest first, so that importing the file creates the same ledger. In CSV, text that a spreadsheet would run as a formula is prefixed with an apostrophe.",
    access: "deployments:read",
    query: exportQuerySchema,
    streamedResponse: ["application/x-ndjson", "text/csv"],
    handler: async (actor, { query }) =>
      streamFile(await exportDeployments(actor, query), "deployments", query.format),
  }),
})

export const history = defineRoute("/api/v1/platform/deployments/history", {
  GET: endpoint({
    summary: "List deployments, newest first",
    description: "Deployments that match all filters, in the environments the caller can see.",
    access: "deployments:read",
    query: z.strictObject({
      ...deploymentFilters,
      includeAnnulled,
      order: historyOrder,
      sort: historySort,
      ...pageQuery,
    }),
    response: deploymentSchema.array(),
    handler: (actor, { query }) => listDeployments(actor, query),
  }),
})

export const deploymentImport = defineRoute("/api/v1/platform/deployments/import", {
  POST: endpoint({
    summary: "Import deployments",
    description:
      `Each line of NDJSON, or each row of CSV after a header line, is one record (the schema ImportRow: the
      fields of Record a deployment, \`rolledBackAt\` and \`rollbackReason\`). In CSV, an empty cell is an absent field and
      serviceVersions is a cell with JSON. Rows with the same second keep their order. A row with an externalId already
      recorded by this caller, or earlier in the file, updates that record or becomes its next attempt, as for a single
      record. A row with the \`id\` of a deployment (as in an export) updates that deployment, or creates it with that id:
      importing an export again creates no duplicates. Rejected rows do not stop the import; all other rows are recorded
      in one transaction, or none if the response is an error. With \`Accept: application/x-ndjson\`, the response
      has every rejected row, one per line, and the counts in the last line. Limits: 64 MiB and 1,000,000 rows.`.replace(
        /\s+/g,
        " ",
      ),
    access: "deployments:write",
    query: importQuerySchema,
    streamedBody: importFormats,
    response: importResponseSchema,
    streamedResponse: ["application/x-ndjson"],
    handler: (actor, { query }, context) => handleImport(actor, context, query.allowBefore2000 === "true"),
  }),
})

export const removals = defineRoute("/api/v1/platform/deployments/removals", {
  POST: endpoint({
    summary: "Record the removal of an application from an environment",
    description:
      "Returns 201, or 200 with the existing removal for the same application, environment and removedAt. Returns 404 if the application was never deployed there. A deployment at the same time counts as later than the removal.",
    access: "deployments:write",
    problems: [404],
    body: recordRemovalSchema,
    response: removalSchema,
    status: 201,
    otherStatuses: [200],
    handler: async (actor, { body }) => {
      const recorded = await recordRemoval(actor, body)
      return reply(recorded.removal, { status: recorded.created ? 201 : 200 })
    },
  }),
})

export const taggedDeployment = defineRoute("/api/v1/platform/deployments/tag/{imageTag}", {
  GET: endpoint({
    summary: "Get the newest deployment of an image tag",
    access: "deployments:read",
    params: z.object({ imageTag: z.string() }),
    query: z.strictObject({ ...laneFilters, includeAnnulled }),
    response: deploymentSchema,
    handler: (actor, { params, query }) => getDeploymentByTag(actor, params.imageTag, query),
  }),
})

export const tagExists = defineRoute("/api/v1/platform/deployments/tag/{imageTag}/exists", {
  GET: endpoint({
    summary: "Check whether an image tag was ever recorded",
    access: "deployments:read",
    params: z.object({ imageTag: z.string() }),
    query: z.strictObject({ ...laneFilters, includeAnnulled }),
    response: apiObject("TagExists", { exists: z.boolean() }),
    handler: async (actor, { params, query }) => ({
      exists: await hasImageTag(actor, params.imageTag, query),
    }),
  }),
})

export const tagRollback = defineRoute("/api/v1/platform/deployments/tag/{imageTag}/rollback", {
  POST: endpoint({
    summary: "Mark the deployment of an image tag as rolled back",
    description:
      "Returns the updated record, or the unchanged record if it is already rolled back. Returns 409 with the candidates if the tag is live in several environments or applications and none is specified. The fields can be in the body or in the query.",
    access: "deployments:write",
    params: z.object({ imageTag: z.string() }),
    query: z.strictObject(rollBackTagSchema.shape),
    body: rollBackTagSchema,
    response: deploymentSchema,
    etag: true,
    ifMatch: true,
    handler: (actor, { params, query, body }, { ifMatch }) =>
      rollBackTag(actor, params.imageTag, sameInBoth(body, query), ifMatch),
  }),
})

export const deployment = defineRoute("/api/v1/platform/deployments/{id}", {
  GET: endpoint({
    summary: "Get a deployment",
    access: "deployments:read",
    params,
    response: deploymentSchema,
    handler: (actor, { params }) => getDeployment(actor, params.id),
  }),
  PATCH: endpoint({
    summary: "Complete or annotate a deployment",
    access: "deployments:write",
    params,
    body: updateDeploymentSchema,
    response: deploymentSchema,
    ifMatch: true,
    handler: (actor, { params, body }, { ifMatch }) => updateDeployment(actor, params.id, body, ifMatch),
  }),
})

export const annulment = defineRoute("/api/v1/platform/deployments/{id}/annul", {
  POST: endpoint({
    summary: "Annul a deployment that was recorded by mistake",
    description:
      "The record is kept with the reason but excluded from metrics, lists, current state, search, gate and export, unless `includeAnnulled=true`. Updates return 409 until it is restored; its externalId can be recorded again as another attempt. A deployment that is already annulled is returned unchanged.",
    access: "admin",
    params,
    body: annulDeploymentSchema,
    response: deploymentSchema,
    etag: true,
    ifMatch: true,
    handler: (actor, { params, body }, { ifMatch }) =>
      annulDeployment(actor, params.id, body.reason, ifMatch),
  }),
})

export const restoration = defineRoute("/api/v1/platform/deployments/{id}/restore", {
  POST: endpoint({
    summary: "Restore an annulled deployment",
    description:
      "The record is included again, at its original time. A deployment that is not annulled is returned unchanged.",
    access: "admin",
    params,
    response: deploymentSchema,
    etag: true,
    ifMatch: true,
    handler: (actor, { params }, { ifMatch }) => restoreDeployment(actor, params.id, ifMatch),
  }),
})

export const deploymentTenants = defineRoute("/api/v1/platform/deployments/{id}/tenants", {
  GET: endpoint({
    summary: "List the tenants that run a deployed version",
    description:
      "Their installed releases, newest first: those with its helmChartVersion (`1.2.0`, or `chart-1.2.0` to name the chart), and those whose app version is its image tag. Also requires `deployments:read`.",
    access: "releases:read",
    params,
    query: z.strictObject(pageQuery),
    response: runningReleaseSchema.array(),
    handler: (actor, { params, query }) => listDeploymentTenants(actor, params.id, query),
  }),
})

export const unmarking = defineRoute("/api/v1/platform/deployments/{id}/unmark", {
  POST: endpoint({
    summary: "Undo a rollback mark",
    description:
      "Restores the status that the deployment had before it was marked. A deployment that is not ROLLED_BACK is returned unchanged.",
    access: "deployments:write",
    params,
    response: deploymentSchema,
    etag: true,
    ifMatch: true,
    handler: (actor, { params }, { ifMatch }) => unmarkRollback(actor, params.id, ifMatch),
  }),
})
