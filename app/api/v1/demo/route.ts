import { deleteDemoData } from "@/lib/console/demo/delete-demo-data"
import { demoStateSchema, getDemoState } from "@/lib/console/demo/demo-state"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/demo", {
  GET: endpoint({
    summary: "Check whether there is demo data",
    access: "signed-in",
    response: demoStateSchema,
    verb: (actor) => getDemoState(actor),
  }),
  DELETE: endpoint({
    summary: "Remove the demo data",
    description: "Deletes only the data that the demo created. Returns 204 even if there is no demo data.",
    access: "admin",
    status: 204,
    verb: (actor) => deleteDemoData(actor),
  }),
})
