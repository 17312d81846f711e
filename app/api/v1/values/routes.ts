import { listPaths, listValues, summarizeValues } from "@/lib/fleet/values/list-values"
import {
  knownPathSchema,
  releaseValueSchema,
  valuesPathsQuerySchema,
  valuesQuerySchema,
  valuesSummaryQuerySchema,
  valuesSummarySchema,
} from "@/lib/fleet/values/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const values = defineRoute("/api/v1/helm/values", {
  GET: endpoint({
    summary: "List the values of releases at a path",
    description:
      "Installed releases by tenant, each with the value of its current revision at the path and the chart's default. Secrets are masked; equal values have the same valueId. With `value` or `differs`, a page can be shorter than its limit and still have a next page. Slipway-Incomplete names the repositories of charts whose default cannot currently be read.",
    incomplete: true,
    access: "releases:read",
    query: valuesQuerySchema,
    response: releaseValueSchema.array(),
    handler: (actor, { query }) => listValues(actor, query),
  }),
})

export const valuePaths = defineRoute("/api/v1/helm/values/paths", {
  GET: endpoint({
    summary: "Find paths of values",
    description:
      "Paths that exist in the default values of installed charts, or that releases set, best match first.",
    access: "releases:read",
    query: valuesPathsQuerySchema,
    response: knownPathSchema.array(),
    handler: (actor, { query }) => listPaths(actor, query),
  }),
})

export const valuesSummary = defineRoute("/api/v1/helm/values/summary", {
  GET: endpoint({
    summary: "Count releases by their value at a path",
    description:
      "Groups of releases with equal values, or equal defaults, at the path, for the tenants the caller can see.",
    access: "releases:read",
    query: valuesSummaryQuerySchema,
    response: valuesSummarySchema,
    handler: (actor, { query }) => summarizeValues(actor, query),
  }),
})
