import { exportReleases, exportReleasesSchema } from "@/lib/fleet/releases/list-releases"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { streamFile } from "@/lib/web/http/stream-lines"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/export", {
  GET: endpoint({
    summary: "Export releases as CSV",
    description:
      "All releases that match the filters of the list, newest first, without values. Text that a spreadsheet would run as a formula is prefixed with an apostrophe.",
    access: "releases:read",
    query: exportReleasesSchema,
    streamedResponse: ["text/csv"],
    verb: async (actor, { query }) =>
      streamFile(await exportReleases(actor, query), "releases", query.format),
  }),
})
