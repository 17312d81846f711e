import { importQuerySchema, importResponseSchema } from "@/lib/ledger/deployments/import/schema"
import { importFormats } from "@/lib/ledger/deployments/import-deployments"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { handleImport } from "./handle-import"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/import", {
  POST: endpoint({
    summary: "Import deployments",
    description:
      `Each line of NDJSON, or each row of CSV after a header line, is one record (the schema ImportRow: the
      fields of Record a deployment, \`rolledBackAt\` and \`rollbackReason\`). In CSV, an empty cell is an absent field and
      serviceVersions is a cell with JSON. Rows with the same second keep their order. A row with an externalId already
      recorded by this caller, or earlier in the file, updates that record or becomes its next attempt, as for a single
      record. A row with the \`id\` of a deployment (as in an export) updates that deployment, or creates it with that id:
      importing an export again creates no duplicates. Rejected rows do not stop the import; all other rows are recorded
      in one transaction, or none if the response is an error. With \`Accept: application/x-ndjson\`, the response
      has every rejected row, one per line, and the counts in the last line. Limits: 64 MiB and 1,000,000 rows.`.replace(
        /\s+/g,
        " ",
      ),
    access: "deployments:write",
    query: importQuerySchema,
    streamedBody: importFormats,
    response: importResponseSchema,
    streamedResponse: ["application/x-ndjson"],
    verb: (actor, { query }, context) => handleImport(actor, context, query.allowBefore2000 === "true"),
  }),
})
