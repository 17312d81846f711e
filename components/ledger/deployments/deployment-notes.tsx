import { Ban } from "lucide-react"
import { Badge } from "@/components/ui/badge"
import { Notice } from "@/components/ui/notice"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import type { Deployment } from "@/lib/ledger/deployments/schema"

export function AnnulledBadge({ deployment }: { deployment: Deployment }) {
  if (deployment.annulledAt === null) return null
  return (
    <Badge tone="neutral" icon={<Ban size={11} />}>
      Annulled
    </Badge>
  )
}

export function AnnulledNote({ deployment }: { deployment: Deployment }) {
  if (deployment.annulledAt === null) return null
  return (
    <Notice tone="neutral" icon={<Ban size={14} className="mt-0.5 shrink-0 text-muted" />}>
      <p>
        Annulled <Time at={deployment.annulledAt} focusable /> by {deployment.annulledBy}. It is excluded from
        metrics and lists.
      </p>
      <p className="mt-0.5 whitespace-pre-wrap text-muted">{deployment.annulReason}</p>
    </Notice>
  )
}

export function RollbackNote({ deployment }: { deployment: Deployment }) {
  if (deployment.status !== "ROLLED_BACK") return null
  return (
    <Notice tone="rolled-back" icon={<StatusGlyph shape="u-turn" className="mt-0.5 text-rolled-back" />}>
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
    </Notice>
  )
}
