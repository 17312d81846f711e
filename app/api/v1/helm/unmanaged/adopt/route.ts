import { adoptRelease } from "@/lib/fleet/releases/adopt-release"
import { releaseSchema } from "@/lib/fleet/releases/schema"
import { adoptReleaseSchema } from "@/lib/fleet/releases/unmanaged-schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { reply } from "@/lib/web/http/reply"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/unmanaged/adopt", {
  POST: endpoint({
    summary: "Adopt a release into a tenant",
    description:
      "Takes over all that Helm still has of its history, as OUT_OF_BAND revisions, and changes nothing in the cluster. From then on it is like any other release. A chart that no configured repository has is adopted too; an upgrade then says what is missing. 404: Helm has no such release; 409: it is managed already, or somebody is at work on it.",
    access: "releases:write",
    problems: [404],
    body: adoptReleaseSchema,
    answer: releaseSchema,
    status: 201,
    verb: async (actor, { body }) => {
      const release = await adoptRelease(actor, body)
      return reply(release, { headers: { location: `/api/v1/helm/releases/${release.id}` } })
    },
  }),
})
