import { z } from "zod"
import { checkRepository } from "@/lib/fleet/charts/list-repositories"
import { repositoryCheckSchema } from "@/lib/fleet/charts/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/repositories/{id}/check", {
  GET: endpoint({
    summary: "Check whether a repository can be read",
    access: "releases:read",
    params: z.strictObject({ id: z.string().meta({ description: "The id or name." }) }),
    response: repositoryCheckSchema,
    verb: (actor, { params: { id } }) => checkRepository(actor, id),
  }),
})
