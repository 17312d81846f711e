import { exportDeployments, exportQuerySchema } from "@/lib/ledger/deployments/export-deployments"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { streamFile } from "@/lib/web/http/stream-lines"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/export", {
  GET: endpoint({
    summary: "Export the deployment history",
    description:
      "Oldest first, so that importing the file creates the same ledger. In CSV, text that a spreadsheet would run as a formula is prefixed with an apostrophe.",
    access: "deployments:read",
    query: exportQuerySchema,
    streamedResponse: ["application/x-ndjson", "text/csv"],
    verb: async (actor, { query }) =>
      streamFile(await exportDeployments(actor, query), "deployments", query.format),
  }),
})
