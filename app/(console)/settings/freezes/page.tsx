import type { Metadata } from "next"
import { listRoute } from "@/components/layout/list-route"
import { freezeList } from "@/components/ledger/insights/freezes-query"
import { hasScope } from "@/lib/identity/auth/actor"
import { listFreezes } from "@/lib/ledger/annotations/list-annotations"
import { freezesQuerySchema } from "@/lib/ledger/annotations/schema"
import { listFilterNames } from "@/lib/ledger/deployments/list-lanes"
import { FreezesView } from "./freezes-view"

export const metadata: Metadata = { title: "Freezes" }

export default listRoute({
  ...freezeList,
  list: { schema: freezesQuerySchema, handler: listFreezes },
  view: async (actor) => (
    <FreezesView choices={await listFilterNames(actor)} canChange={hasScope(actor, "deployments:write")} />
  ),
})
