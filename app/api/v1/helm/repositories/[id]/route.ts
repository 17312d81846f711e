import { z } from "zod"
import { getRepository } from "@/lib/fleet/charts/list-repositories"
import { repositorySchema } from "@/lib/fleet/charts/schema"
import { deleteRepository } from "@/lib/fleet/charts/write-repository"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

const params = z.strictObject({ id: z.string().meta({ description: "The id or name." }) })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/repositories/{id}", {
  GET: endpoint({
    summary: "Get a repository",
    access: "releases:read",
    params,
    response: repositorySchema,
    etag: true,
    verb: (actor, { params: { id } }) => getRepository(actor, id),
  }),
  DELETE: endpoint({
    summary: "Remove a repository",
    description:
      "Releases installed from it are kept. Returns 409 for a folder from the server configuration.",
    access: "admin",
    params,
    status: 204,
    ifMatch: true,
    verb: (actor, { params: { id } }, { ifMatch }) => deleteRepository(actor, id, ifMatch),
  }),
})
