import { exportReleases, exportReleasesSchema } from "@/lib/fleet/releases/export-releases"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { streamLines } from "@/lib/web/http/stream-lines"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/export", {
  GET: endpoint({
    summary: "The fleet as a file",
    description:
      "All releases that pass the filters of the list, newest first, without their values. Text that a spreadsheet would run as a formula has an apostrophe in front.",
    access: "releases:read",
    query: exportReleasesSchema,
    streamedAnswer: ["text/csv"],
    verb: async (actor, { query }) =>
      streamLines(await exportReleases(actor, query), {
        contentType: "text/csv; charset=utf-8",
        fileName: "slipway-releases.csv",
      }),
  }),
})
