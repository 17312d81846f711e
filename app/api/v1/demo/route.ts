import { demoStateSchema } from "@/lib/demo/demo-state"
import { getDemoState } from "@/lib/demo/get-demo-state"
import { removeDemoData } from "@/lib/demo/remove-demo-data"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { reply } from "@/lib/http/reply"

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
