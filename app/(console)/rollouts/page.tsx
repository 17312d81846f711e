import type { Metadata } from "next"
import { rolloutList } from "@/components/fleet/rollouts/rollout-queries"
import { listRoute } from "@/components/layout/list-route"
import { listRollouts } from "@/lib/fleet/rollouts/get-rollout"
import { rolloutQuerySchema } from "@/lib/fleet/rollouts/schema"
import { hasScope } from "@/lib/identity/auth/actor"
import { RolloutsView } from "./rollouts-view"

export const metadata: Metadata = { title: "Rollouts" }

export default listRoute({
  ...rolloutList,
  list: { schema: rolloutQuerySchema, handler: listRollouts },
  view: (actor) => <RolloutsView canChange={hasScope(actor, "releases:write")} />,
})
