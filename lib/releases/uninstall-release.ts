import type { Actor } from "@/lib/auth/actor"
import { enqueueChange } from "./enqueue-change"
import type { Asked } from "./install-release"

/** Asks for the removal of what runs; record and history stay. Also for a suspended tenant. */
export function uninstallRelease(
  actor: Actor,
  id: string,
  reason: string | undefined,
  ifMatch: string | null = null,
): Promise<Asked> {
  return enqueueChange(actor, id, ifMatch, async ({ timeoutSeconds }) => ({
    kind: "UNINSTALL",
    timeoutSeconds,
    reason: reason ?? null,
  }))
}
