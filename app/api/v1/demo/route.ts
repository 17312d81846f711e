import { demoStateSchema } from "@/lib/console/demo/demo-state"
import { getDemoState } from "@/lib/console/demo/get-demo-state"
import { removeDemoData } from "@/lib/console/demo/remove-demo-data"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { reply } from "@/lib/web/http/reply"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/demo", {
  GET: endpoint({
    summary: "Whether demo data are in the ledger",
    access: "signed-in",
    answer: demoStateSchema,
    verb: (actor) => getDemoState(actor),
  }),
  DELETE: endpoint({
    summary: "Remove the demo data",
    description:
      "Takes away exactly what the demo brought; what others recorded stays. 204 also when there are none.",
    access: "admin",
    status: 204,
    verb: async (actor) => {
      await removeDemoData(actor)
      return reply(undefined)
    },
  }),
})
