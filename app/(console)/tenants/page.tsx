import type { Metadata } from "next"
import { tenantList } from "@/components/fleet/tenants/tenant-queries"
import { listRoute } from "@/components/layout/list-route"
import { listTenants } from "@/lib/fleet/tenants/list-tenants"
import { tenantQuerySchema } from "@/lib/fleet/tenants/schema"
import { hasScope } from "@/lib/identity/auth/actor"
import { TenantsView } from "./tenants-view"

export const metadata: Metadata = { title: "Tenants" }

export default listRoute({
  ...tenantList,
  list: { schema: tenantQuerySchema, handler: listTenants },
  view: (actor) => <TenantsView canChange={hasScope(actor, "admin")} />,
})
