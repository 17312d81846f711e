import { exportLanes } from "@/lib/ledger/lanes/list-lane-states"
import { exportLanesSchema } from "@/lib/ledger/lanes/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { streamFile } from "@/lib/web/http/stream-lines"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/lanes/export", {
  GET: endpoint({
    summary: "Export what runs where as CSV",
    description:
      "All items of the list, with the same filters. Text that a spreadsheet would run as a formula is prefixed with an apostrophe.",
    access: "deployments:read",
    query: exportLanesSchema,
    streamedResponse: ["text/csv"],
    verb: async (actor, { query }) => streamFile(await exportLanes(actor, query), "running", query.format),
  }),
})
