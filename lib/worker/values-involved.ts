import { knownRevision } from "@/lib/fleet/releases/known-revision"
import type { Values } from "@/lib/fleet/releases/merge-values"
import type { ChangeRequest } from "@/lib/fleet/releases/operation-requests"
import { unsealValues } from "@/lib/fleet/releases/sealed-values"
import type { Release } from "@/lib/platform/db/generated/client"

/** The values that Helm may quote during a change: the requested ones and the existing ones. */
export async function valuesInvolved(request: ChangeRequest, release: Release): Promise<Values[]> {
  const there = unsealValues(release.sealedValues)
  if ("values" in request) return [request.values, there]
  if (request.kind !== "ROLLBACK") return [there]
  const target = await knownRevision(release.id, request.targetRevision)
  return target === null || target.sealedValues === null
    ? [there]
    : [unsealValues(target.sealedValues), there]
}
