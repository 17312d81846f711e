import type { Metadata } from "next"
import { unmanagedParsers, unmanagedQuery, workersQuery } from "@/components/fleet/clusters/clusters-query"
import { listRoute } from "@/components/layout/list-route"
import { listUnmanaged } from "@/lib/fleet/releases/list-unmanaged"
import { unmanagedQuerySchema } from "@/lib/fleet/releases/unmanaged-schema"
import { listWorkers } from "@/lib/fleet/worker-registry/list-workers"
import { hasScope } from "@/lib/identity/auth/actor"
import { preload } from "@/lib/web/client/hydrated"
import { ClustersView } from "./clusters-view"

export const metadata: Metadata = { title: "Clusters" }

// Clusters are loaded by the view: an unreachable one would block the page until its timeout.
export default listRoute({
  parsers: unmanagedParsers,
  query: unmanagedQuery,
  list: { schema: unmanagedQuerySchema, handler: listUnmanaged },
  reads: (actor) => [preload(workersQuery, () => listWorkers(actor))],
  view: (actor) => <ClustersView canChange={hasScope(actor, "releases:write")} />,
})
