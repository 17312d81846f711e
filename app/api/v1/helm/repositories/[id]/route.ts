import { z } from "zod"
import { getRepository } from "@/lib/charts/get-repository"
import { removeRepository } from "@/lib/charts/remove-repository"
import { repositorySchema } from "@/lib/charts/schema"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { reply } from "@/lib/http/reply"

const params = z.strictObject({ id: z.string().meta({ description: "The id, or the name." }) })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/repositories/{id}", {
  GET: endpoint({
    summary: "One repository",
    access: "releases:read",
    params,
    answer: repositorySchema,
    etag: true,
    verb: (actor, { params: { id } }) => getRepository(actor, id),
  }),
  DELETE: endpoint({
    summary: "Remove a repository",
    description: "What was installed from it stays. 409 for a folder that was named at start.",
    access: "admin",
    params,
    status: 204,
    verb: async (actor, { params: { id } }, { ifMatch }) => {
      await removeRepository(actor, id, ifMatch)
      return reply(null)
    },
  }),
})
