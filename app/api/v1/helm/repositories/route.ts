import { listRepositories } from "@/lib/fleet/charts/list-repositories"
import { createRepositorySchema, repositorySchema } from "@/lib/fleet/charts/schema"
import { addRepository } from "@/lib/fleet/charts/write-repository"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"

const path = "/api/v1/helm/repositories"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "List chart repositories, by name",
    access: "releases:read",
    response: repositorySchema.array(),
    verb: (actor) => listRepositories(actor),
  }),
  POST: endpoint({
    summary: "Add a repository",
    description:
      "An HTTPS index, an OCI registry (`oci://…`), or a folder from the server configuration. A host must have a public address unless the server configuration allows it. Credentials are stored encrypted, sent only to this host and never returned. Returns 409 if the name is taken.",
    access: "admin",
    body: createRepositorySchema,
    response: repositorySchema,
    status: 201,
    verb: async (actor, { body }) => created(path, await addRepository(actor, body)),
  }),
})
