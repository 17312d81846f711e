import type { Actor } from "@/lib/identity/auth/actor"
import { type Accepted, enqueueChange } from "./enqueue-change"
import type { ReleaseRow } from "./find-release"
import type { UninstallRequest } from "./operation-requests"
import { requireAsPreviewed } from "./preview-digest"
import { previewedUninstall } from "./previewed-change"
import type { UninstallRelease } from "./schema"

/** Enqueues an uninstall; record and history are kept. Also allowed for a suspended tenant. */
export function uninstallRelease(
  actor: Actor,
  id: string,
  input: UninstallRelease,
  ifMatch: string | null = null,
): Promise<Accepted> {
  return enqueueChange(actor, id, ifMatch, async (release) => {
    const request = planUninstall(release, input)
    requireAsPreviewed(input.previewDigest, previewedUninstall(release, request))
    return request
  })
}

export function planUninstall(
  { timeoutSeconds }: ReleaseRow,
  { timeout, skipHooks, reason }: Omit<UninstallRelease, "previewDigest">,
): UninstallRequest {
  return { kind: "UNINSTALL", timeoutSeconds: timeout ?? timeoutSeconds, skipHooks, reason: reason ?? null }
}
