import type { Actor } from "@/lib/identity/auth/actor"
import { enqueueChange } from "./enqueue-change"
import type { Accepted } from "./install-release"
import { planUpgrade } from "./plan-upgrade"
import { requireAsPreviewed } from "./preview-digest"
import { previewedUpgrade } from "./previewed-change"
import type { UpgradeRelease } from "./schema"

/** Enqueues an upgrade: sets the release to PENDING_UPGRADE and creates its operation, or throws and does neither. */
export function upgradeRelease(
  actor: Actor,
  id: string,
  input: UpgradeRelease,
  ifMatch: string | null = null,
): Promise<Accepted> {
  return enqueueChange(actor, id, ifMatch, async (release) => {
    const request = await planUpgrade(release, input)
    requireAsPreviewed(input.previewDigest, previewedUpgrade(release, request, input))
    return request
  })
}
