import type { Actor } from "@/lib/identity/auth/actor"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { check, collectFaults, refuseFields } from "@/lib/platform/collect-faults"
import { hasMoreThan, readItems } from "./read-items"
import { readSlices } from "./read-slices"
import type { Timeline, TimelineQuery } from "./schema"

const defaultWindowMs = 30 * 86_400_000

/** The deployments of a window for drawing: individual items, or slices if there are too many; newest first. */
export async function listTimeline(actor: Actor, query: TimelineQuery): Promise<Timeline> {
  const to = query.to ?? new Date()
  const from = query.from ?? new Date(to.getTime() - defaultWindowMs)
  const [asked] = await collectFaults([
    resolveOptionalEnvironment(actor, query.environment),
    check(() => refuseFields(from < to ? [] : [{ pointer: "/from", message: "from is not before to." }])),
  ])
  const ladder = asked === null ? await readEnvironments(actor) : [asked]
  const environmentIds = ladder.flatMap(({ ids }) => ids)
  const scope = { application: query.application ?? null, environmentIds, from, to }
  return withAnnulled(query.includeAnnulled, async () => {
    const full = await hasMoreThan(scope, query.maxItems)
    return full ? readSlices(scope, ladder, query.lanes) : readItems(scope, ladder, query.maxItems)
  })
}
