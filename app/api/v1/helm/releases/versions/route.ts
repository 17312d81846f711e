import { z } from "zod"
import { listFleetVersions } from "@/lib/fleet/releases/count-releases"
import { fleetVersionSchema } from "@/lib/fleet/releases/fleet-schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/versions", {
  GET: endpoint({
    summary: "List the installed chart versions and their lag",
    description:
      "By chart, newest version first; compared with the repositories as they were read last. Where one was never read, newestVersion is null and the header Slipway-Incomplete names it.",
    incomplete: true,
    access: "releases:read",
    answer: z.array(fleetVersionSchema),
    verb: async (actor, _input, { url }) => pageReply(await listFleetVersions(actor), url),
  }),
})
