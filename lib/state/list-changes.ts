import type { Actor } from "@/lib/auth/actor"
import { readLadder } from "@/lib/environments/read-ladder"
import { invalid } from "@/lib/errors"
import { compareStates } from "./compare-states"
import { readRunning } from "./read-running"
import type { Change, ChangesQuery } from "./schema"

/** What changed between two instants, come and gone included. */
export async function listChanges(actor: Actor, { from, to }: ChangesQuery): Promise<Change[]> {
  if (from > (to ?? new Date())) throw invalid("/from", "from is after to. Swap them.")
  const ladder = await readLadder(actor)
  const [before, after] = await Promise.all([readRunning(ladder, from), readRunning(ladder, to ?? null)])
  return compareStates(before, after)
}
