import type { Actor } from "@/lib/auth/actor"
import { enqueueChange } from "./enqueue-change"
import type { Asked } from "./install-release"
import { planUpgrade } from "./plan-upgrade"
import type { UpgradeRelease } from "./schema"

/** Asks for an upgrade: the release in PENDING_UPGRADE and its operation, or nothing and why. */
export function upgradeRelease(
  actor: Actor,
  id: string,
  asked: UpgradeRelease,
  ifMatch: string | null = null,
): Promise<Asked> {
  return enqueueChange(actor, id, ifMatch, (release) => planUpgrade(release, asked))
}
