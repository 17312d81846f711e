import { hasUnsaved } from "@/components/ui/unsaved"
import { pages } from "@/lib/platform/paths"
import { createStore } from "@/lib/web/client/store"

/** Whether the session ended while the page had unsaved input; the page then asks the user to sign in again. */
export const sessionEnded = createStore(false)

/**
 * Called when a request got a 401. A full page load on purpose: no data of the signed-out user remains in
 * memory. Unsaved input keeps the page.
 */
export function endSession(): void {
  if (hasUnsaved()) {
    sessionEnded.set(true)
    return
  }
  const currentPath = window.location.pathname + window.location.search
  if (!currentPath.startsWith(pages.signIn())) window.location.assign(pages.signIn(currentPath))
}
