import { HydrationBoundary } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { activeQuarantinesQuery } from "@/components/admin/quarantine/active-quarantines"
import { QuarantinesProvider } from "@/components/admin/quarantine/quarantine-context"
import { DemoBanner } from "@/components/layout/demo-banner"
import { Shell } from "@/components/layout/shell"
import { getDemoState } from "@/lib/console/demo/demo-state"
import { hasScope } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { listColumnLayouts } from "@/lib/identity/views/column-layouts"
import { listActiveQuarantines } from "@/lib/policy/quarantine/list-quarantines"
import { hydrate, preload } from "@/lib/web/client/hydrated"

/** Pages check the session again, because a layout does not rerender on navigation. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { actor, user, streamPosition } = await requirePageUser()
  const [demo, layouts, quarantines] = await Promise.all([
    getDemoState(actor),
    listColumnLayouts(actor),
    hydrate([preload(activeQuarantinesQuery, () => listActiveQuarantines(actor))]),
  ])
  return (
    <Shell
      user={{ name: user.name, email: user.email, role: user.role }}
      banner={demo.present && <DemoBanner removable={hasScope(actor, "admin")} />}
      streamPosition={streamPosition}
      layouts={layouts}
    >
      <HydrationBoundary state={quarantines}>
        <QuarantinesProvider>{children}</QuarantinesProvider>
      </HydrationBoundary>
    </Shell>
  )
}
