import { actorOf } from "@/lib/fleet/operations/requester"
import { findRelease, type ReleaseRow } from "@/lib/fleet/releases/find-release"
import type { UpgradeRequest } from "@/lib/fleet/releases/operation-requests"
import { planUpgrade } from "@/lib/fleet/releases/plan-upgrade"
import { unsealValues } from "@/lib/fleet/releases/sealed-values"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import { DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { upgradeOf } from "./plan-rollout"
import type { RolloutRow } from "./to-rollout"

export type Prepared = {
  /** The release that the plan was made for. */
  seen: ReleaseRow
  /** The request, or why the upgrade is not possible. */
  plan: { request: UpgradeRequest } | { refusal: string }
}

/** The maximum length that Helm stores. */
const maxDescription = 500

/** Plans the upgrade of one release. Throws `unavailable` while its chart cannot be fetched: the release must wait. */
export async function prepareUpgrade(rollout: RolloutRow, releaseId: string): Promise<Prepared> {
  const seen = await findRelease(actorOf(rollout.requester), releaseId)
  try {
    return { seen, plan: { request: await planUpgrade(seen, askedOf(rollout)) } }
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error
    if (error instanceof DomainError && error.kind === "unavailable") throw error
    if (error instanceof DomainError) return { seen, plan: { refusal: error.message } }
    log.error({ err: error, rolloutId: rollout.id, releaseId }, "planning a rollout release failed")
    return { seen, plan: { refusal: "The upgrade could not be planned; see the log for details." } }
  }
}

function askedOf(rollout: RolloutRow) {
  const { timeoutSeconds: timeout, atomic, waitForJobs } = rollout
  const valuesOverride = unsealValues(rollout.sealedValues)
  return upgradeOf(
    rollout.targetVersion,
    { valuesOverride, timeout, atomic, waitForJobs },
    descriptionOf(rollout),
  )
}

/** The revision description, which names the rollout. */
export function descriptionOf({ id, description }: Pick<RolloutRow, "id" | "description">): string {
  const text = description === null ? `Rollout ${id}` : `Rollout ${id}: ${description}`
  return text.slice(0, maxDescription)
}
