import type { Actor } from "@/lib/identity/auth/actor"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { readLiveEnvironments } from "@/lib/ledger/environments/read-environments"
import { invalid } from "@/lib/platform/errors"
import { compareStates } from "./compare-states"
import { readRunning } from "./read-running"
import type { Change, ChangesQuery } from "./schema"

/** What changed between two instants, including added and removed deployments. */
export async function listChanges(
  actor: Actor,
  { from, to, includeAnnulled }: ChangesQuery,
): Promise<Change[]> {
  if (from > (to ?? new Date())) throw invalid("/from", "from is after to. Swap them.")
  const [before, after] = await withAnnulled(includeAnnulled, () =>
    Promise.all([from, to ?? null].map(async (at) => readRunning(await readLiveEnvironments(actor, at), at))),
  )
  return compareStates(before ?? [], after ?? [])
}
