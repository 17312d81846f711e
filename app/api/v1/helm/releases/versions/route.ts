import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { pageReply } from "@/lib/http/page"
import { fleetVersionSchema } from "@/lib/releases/fleet-schema"
import { listFleetVersions } from "@/lib/releases/list-fleet-versions"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/versions", {
  GET: endpoint({
    summary: "Which versions of which charts are installed, and how far they are behind",
    description:
      "By chart, newest version first; compared with the repositories as they were read last. Where one was never read, newestVersion is null and the header Slipway-Incomplete names it.",
    incomplete: true,
    access: "releases:read",
    answer: z.array(fleetVersionSchema),
    verb: async (actor, _input, { url }) => pageReply(await listFleetVersions(actor), url),
  }),
})
