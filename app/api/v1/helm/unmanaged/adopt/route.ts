import { adoptRelease } from "@/lib/fleet/releases/adopt-release"
import { releaseSchema } from "@/lib/fleet/releases/schema"
import { adoptReleaseSchema } from "@/lib/fleet/releases/unmanaged-schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/unmanaged/adopt", {
  POST: endpoint({
    summary: "Adopt an unmanaged release into a tenant",
    description:
      "Imports the history that Helm still has as OUT_OF_BAND revisions and changes nothing in the cluster. From then on Slipway manages the release. The chart does not have to be in a configured repository until the next upgrade. Returns 404 if Helm has no such release, and 409 if the release is already managed or another operation on it is in progress.",
    access: "releases:write",
    problems: [404],
    body: adoptReleaseSchema,
    response: releaseSchema,
    status: 201,
    verb: async (actor, { body }) => created("/api/v1/helm/releases", await adoptRelease(actor, body)),
  }),
})
