import { Ban } from "lucide-react"
import { lazy } from "react"
import { useQuarantine, type VersionRef } from "@/components/admin/quarantine/quarantine-context"
import { DialogButton } from "@/components/ui/dialog-button"

const QuarantineDialog = lazy(() => import("@/components/admin/quarantine/quarantine-dialog"))

/** Quarantines the version that is shown; nothing if it is quarantined already. */
export function QuarantineButton({ version }: { version: VersionRef }) {
  if (useQuarantine(version) !== null) return null
  return (
    <DialogButton
      icon={<Ban size={14} />}
      dialog={(state) => <QuarantineDialog {...state} version={version} />}
    >
      Quarantine…
    </DialogButton>
  )
}
