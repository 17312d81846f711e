import { importAnswerSchema, importQuerySchema } from "@/lib/ledger/deployments/import/schema"
import { importFormats } from "@/lib/ledger/deployments/import-deployments"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { answerImport } from "./answer-import"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/import", {
  POST: endpoint({
    summary: "Record many deployments",
    description:
      `Each line of NDJSON, or each row of CSV under a head line, is one record (the schema ImportRow: the
      fields of Record a deployment, \`rolledBackAt\` and \`rollbackReason\`). In CSV an empty cell is an absent field and
      serviceVersions is a cell of JSON. Rows of one second keep their order. A row with an externalId known from this
      caller, or from further up in the file, updates that record or is its next attempt, as for a single record. A row
      with the \`id\` of a deployment (an export has them) updates that one, and otherwise keeps its id: an export that is
      imported again doubles nothing. Rows that are refused do not stop the rest; everything
      else is recorded at once, or nothing is when the answer is an error. With \`Accept: application/x-ndjson\` the answer
      is every refused row, one a line, and the counts as its last line. At most 64 MiB and 1,000,000 rows.`.replace(
        /\s+/g,
        " ",
      ),
    access: "deployments:write",
    query: importQuerySchema,
    streamedBody: importFormats,
    answer: importAnswerSchema,
    streamedAnswer: ["application/x-ndjson"],
    verb: (actor, { query }, context) => answerImport(actor, context, query.allowBefore2000 === "true"),
  }),
})
