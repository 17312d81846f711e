import type { Metadata } from "next"
import { quarantineList } from "@/components/admin/quarantine/quarantine-query"
import { listRoute } from "@/components/layout/list-route"
import { hasScope } from "@/lib/identity/auth/actor"
import { listQuarantines } from "@/lib/policy/quarantine/list-quarantines"
import { quarantinesQuerySchema } from "@/lib/policy/quarantine/schema"
import { QuarantineView } from "./quarantine-view"

export const metadata: Metadata = { title: "Quarantine" }

export default listRoute({
  ...quarantineList,
  list: { schema: quarantinesQuerySchema, handler: listQuarantines },
  view: (actor) => <QuarantineView canChange={hasScope(actor, "releases:write")} />,
})
