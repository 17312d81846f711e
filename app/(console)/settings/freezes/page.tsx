import type { Metadata } from "next"
import { listRoute } from "@/components/layout/list-route"
import { freezeList } from "@/components/ledger/insights/freezes-query"
import { hasScope } from "@/lib/identity/auth/actor"
import { listFreezes } from "@/lib/ledger/annotations/list-annotations"
import { freezesQuerySchema } from "@/lib/ledger/annotations/schema"
import { listApplications } from "@/lib/ledger/deployments/list-lanes"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { api } from "@/lib/platform/paths"
import { FreezesView } from "./freezes-view"

export const metadata: Metadata = { title: "Freezes" }

export default listRoute({
  ...freezeList,
  list: { schema: freezesQuerySchema, handler: listFreezes, path: api.freezes },
  view: async (actor) => {
    const [applications, environments] = await Promise.all([listApplications(actor), readEnvironments(actor)])
    return (
      <FreezesView
        choices={{ applications, environments: environments.map(({ name }) => name) }}
        canChange={hasScope(actor, "deployments:write")}
      />
    )
  },
})
