import { CircleAlert } from "lucide-react"
import { FailureCause } from "@/components/fleet/operations/failure-cause"
import { StatusGlyph } from "@/components/ui/status-glyph"
import type { Release } from "@/lib/fleet/releases/schema"

/** A change made outside of Slipway that ended the release or needs a user's attention. */
export function OutsideNotice({ release }: { release: Release }) {
  const { outOfBand, status, stuckSince, lastError, cause, uninstallReason } = release
  const isFailed = stuckSince !== null || (outOfBand && status === "FAILED")
  if (isFailed && lastError !== null && cause !== null) {
    return (
      <div
        role="alert"
        className="flex gap-2 rounded-md border border-failed/40 bg-failed/8 px-3 py-2 text-sm"
      >
        <CircleAlert size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-failed" />
        <FailureCause cause={cause} error={lastError} />
      </div>
    )
  }
  if (!outOfBand || status !== "UNINSTALLED" || uninstallReason === null) return null
  return (
    <p className="flex items-center gap-2 rounded-md border border-out-of-band/30 bg-out-of-band/8 px-3 py-2 text-sm">
      <StatusGlyph shape="lightning" size={12} className="shrink-0 text-out-of-band" />
      {uninstallReason}
    </p>
  )
}
