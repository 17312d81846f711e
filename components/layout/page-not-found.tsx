import { buttonClass } from "@/components/ui/button-class"
import { pages } from "@/lib/platform/paths"

/**
 * Shown for an address or id that does not exist. Uses a plain link, because every page loads this file and next/link
 * would be bundled a second time.
 */
export function PageNotFound() {
  return (
    <>
      <p className="font-mono text-xs text-muted">404</p>
      <h1 className="text-lg font-medium">Page not found</h1>
      <p className="max-w-sm text-sm text-muted">
        The address is incorrect, or you do not have access to this page. Records are never deleted from the
        ledger.
      </p>
      <a href={pages.overview()} className={`${buttonClass("secondary")} mt-2`}>
        Go to overview
      </a>
    </>
  )
}
