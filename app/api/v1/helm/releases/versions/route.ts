import { listFleetVersions } from "@/lib/fleet/releases/count-releases"
import { fleetVersionSchema } from "@/lib/fleet/releases/fleet-schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/versions", {
  GET: endpoint({
    summary: "List the installed chart versions and their lag",
    description:
      "By chart, newest version first; compared with the last successful read of each repository. If a repository was never read, newestVersion is null and the Slipway-Incomplete header names it.",
    incomplete: true,
    access: "releases:read",
    response: fleetVersionSchema.array(),
    verb: (actor) => listFleetVersions(actor),
  }),
})
