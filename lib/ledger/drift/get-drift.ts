import type { Actor } from "@/lib/identity/auth/actor"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { readLadder } from "@/lib/ledger/environments/read-environments"
import { readRunning } from "@/lib/ledger/state/read-running"
import { type Comparison, comparisonsOf, driftOf } from "./compare-cells"
import { readNewerBelow } from "./read-newer-in-lower-environments"
import type { Drift, DriftQuery } from "./schema"

/** The drift matrix of the environments the caller can see, now or as of an instant. */
export function getDrift(actor: Actor, query: DriftQuery): Promise<Drift> {
  return withAnnulled(query.includeAnnulled, () => readDrift(actor, query))
}

async function readDrift(actor: Actor, query: DriftQuery): Promise<Drift> {
  const at = query.at ?? null
  const ladder = await readLadder(actor, at)
  const cells = await readRunning(ladder, at)
  const comparisons = comparisonsOf(ladder, cells)
  const newer = await readNewerBelow(ladder, comparisons, at)
  const key = ({ cell }: Comparison) => cell.deploymentId
  const known = new Map(comparisons.map((comparison, index) => [key(comparison), newer[index]]))
  return driftOf(
    ladder,
    cells,
    (comparison) => known.get(key(comparison)) ?? { versions: 1, since: comparison.cell.deployedAt },
    at ?? new Date(),
  )
}
