import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import type { Deployment } from "@/lib/ledger/deployments/schema"

/** States that the deployment was rolled back, when, by whom and why. */
export function RollbackNote({ deployment }: { deployment: Deployment }) {
  if (deployment.status !== "ROLLED_BACK") return null
  return (
    <div className="flex gap-2 rounded-md border border-rolled-back/40 bg-rolled-back/8 px-3 py-2 text-sm">
      <StatusGlyph shape="u-turn" className="mt-0.5 text-rolled-back" />
      <div className="min-w-0">
        <p>
          Rolled back
          {deployment.rolledBackAt && (
            <>
              {" "}
              <Time at={deployment.rolledBackAt} focusable />
            </>
          )}
          {deployment.rolledBackBy && <> by {deployment.rolledBackBy}</>}
        </p>
        {deployment.rollbackReason && (
          <p className="mt-0.5 whitespace-pre-wrap text-muted">{deployment.rollbackReason}</p>
        )}
      </div>
    </div>
  )
}
