import { z } from "zod"
import { getChartContents, listVersions } from "@/lib/fleet/charts/get-chart-versions"
import { checkRepository, getRepository, listRepositories } from "@/lib/fleet/charts/list-repositories"
import {
  chartContentsSchema,
  chartQuerySchema,
  chartSchema,
  chartVersionSchema,
  chartVersionsQuerySchema,
  createRepositorySchema,
  repositoryCheckSchema,
  repositorySchema,
} from "@/lib/fleet/charts/schema"
import { searchCharts } from "@/lib/fleet/charts/search-charts"
import { addRepository, deleteRepository } from "@/lib/fleet/charts/write-repository"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

const params = z.strictObject({ id: z.string().meta({ description: "The id or name." }) })

export const charts = defineRoute("/api/v1/helm/charts", {
  GET: endpoint({
    summary: "List the charts of all repositories, by name",
    description:
      "The charts of a slow or unavailable repository are those of the last successful read, see `listedAt`. If it was never read, its charts are missing and the Slipway-Incomplete header names it.",
    incomplete: true,
    access: "releases:read",
    query: chartQuerySchema,
    response: chartSchema.array(),
    handler: (actor, { query }) => searchCharts(actor, query),
  }),
})

export const chartVersions = defineRoute("/api/v1/helm/charts/{repository}/{name}", {
  GET: endpoint({
    summary: "List the versions of a chart, newest first",
    access: "releases:read",
    problems: [409],
    params: z.strictObject({ repository: z.string(), name: z.string() }),
    query: chartVersionsQuerySchema,
    response: chartVersionSchema.array(),
    handler: (actor, { params, query }) => listVersions(actor, params, query),
  }),
})

export const chartVersion = defineRoute("/api/v1/helm/charts/{repository}/{name}/{version}", {
  GET: endpoint({
    summary: "Get a chart version with values, schema and readme",
    access: "releases:read",
    problems: [409],
    params: z.strictObject({ repository: z.string(), name: z.string(), version: z.string() }),
    response: chartContentsSchema,
    handler: (actor, { params: { repository, name, version } }) =>
      getChartContents(actor, repository, name, version),
  }),
})

export const repositories = defineRoute("/api/v1/helm/repositories", {
  GET: endpoint({
    summary: "List chart repositories, by name",
    access: "releases:read",
    response: repositorySchema.array(),
    handler: (actor) => listRepositories(actor),
  }),
  POST: endpoint({
    summary: "Add a repository",
    description:
      "An HTTPS index, an OCI registry (`oci://…`), or a folder from the server configuration. A host must have a public address unless the server configuration allows it. Credentials are stored encrypted, sent only to this host and never returned. Returns 409 if the name is taken.",
    access: "admin",
    body: createRepositorySchema,
    response: repositorySchema,
    status: 201,
    handler: (actor, { body }) => addRepository(actor, body),
  }),
})

export const repository = defineRoute("/api/v1/helm/repositories/{id}", {
  GET: endpoint({
    summary: "Get a repository",
    access: "releases:read",
    params,
    response: repositorySchema,
    handler: (actor, { params: { id } }) => getRepository(actor, id),
  }),
  DELETE: endpoint({
    summary: "Remove a repository",
    description:
      "Releases installed from it are kept. Returns 409 for a folder from the server configuration.",
    access: "admin",
    params,
    ifMatch: true,
    handler: (actor, { params: { id } }, { ifMatch }) => deleteRepository(actor, id, ifMatch),
  }),
})

export const repositoryCheck = defineRoute("/api/v1/helm/repositories/{id}/check", {
  GET: endpoint({
    summary: "Check whether a repository can be read",
    access: "releases:read",
    params,
    response: repositoryCheckSchema,
    handler: (actor, { params: { id } }) => checkRepository(actor, id),
  }),
})
