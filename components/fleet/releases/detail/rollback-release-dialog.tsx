import { useState } from "react"
import { useQuarantines } from "@/components/admin/quarantine/quarantine-context"
import { useChangeRelease, usePreview } from "@/components/fleet/releases/change-release"
import { rollbackTargets } from "@/components/fleet/releases/detail/rollback-targets"
import { PreviewView } from "@/components/fleet/releases/preview-view"
import { revisionLabel } from "@/components/fleet/releases/revision-style"
import { Checkbox } from "@/components/ui/checkbox"
import { FormDialog } from "@/components/ui/form-dialog"
import { Loaded } from "@/components/ui/loaded"
import { Skeleton } from "@/components/ui/skeleton"
import { Select, TextArea } from "@/components/ui/text-field"
import type { Revision } from "@/lib/fleet/releases/revision-schema"
import type { Release } from "@/lib/fleet/releases/schema"
import { api } from "@/lib/platform/paths"
import { quarantinedBy } from "@/lib/policy/quarantine/reason"
import { request } from "@/lib/web/client/request"

interface RollbackReleaseDialogProps {
  release: Release
  revisions: readonly Revision[]
  target: number | null
  onOpenChange: (open: boolean) => void
}

export default function RollbackReleaseDialog(props: RollbackReleaseDialogProps) {
  const { release, revisions, onOpenChange } = props
  const [chosen, setChosen] = useState<number | null>(null)
  const requested = chosen ?? props.target
  const quarantineOf = useQuarantines()
  const running = revisions.find(
    ({ status, operation }) => status === "DEPLOYED" && operation !== "UNINSTALL",
  )
  // What runs may be kept.
  const blockedBy = (one: Revision) => (one.chartVersion === running?.chartVersion ? null : quarantineOf(one))
  const targets = rollbackTargets(release, revisions)
  const requestedRevision = targets.find(({ revision }) => revision === requested)
  const quarantine = requestedRevision ? blockedBy(requestedRevision) : null
  const target = quarantine === null ? requested : null
  const [force, setForce] = useState(false)
  const overwrite = force ? { forceConflicts: true } : {}
  const preview = usePreview(
    target === null
      ? null
      : { kind: "ROLLBACK", releaseId: release.id, targetRevision: target, ...overwrite },
  )
  const hasConflicts = preview.data?.problems.some(({ reason }) => reason === "CONFLICT") ?? false
  const change = useChangeRelease()

  function read(form: FormData) {
    const reason = String(form.get("reason")).trim()
    if (target === null || !preview.data) return null
    const { previewDigest, headers } = preview.data
    const body = { targetRevision: target, ...overwrite, ...(reason && { reason }), previewDigest }
    return () =>
      request(api("/helm/releases/{releaseId}/rollback", release.id), { method: "POST", body, headers })
  }

  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      width="lg"
      title={`Roll back ${release.releaseName}`}
      description="Helm creates a new revision with the manifest and values of the one you choose. The history is kept."
      submit={target === null ? "Roll back" : `Roll back to ${target}`}
      ready={preview.data !== undefined && !preview.isFetching}
      action={change}
      read={read}
      onRejected={() => void preview.refetch()}
    >
      <Select
        label="Revision"
        name="targetRevision"
        value={target === null ? "" : String(target)}
        onChange={(event) => setChosen(event.target.value === "" ? null : Number(event.target.value))}
        placeholder="Choose a revision…"
        error={
          quarantine
            ? `${requestedRevision?.chartVersion} ${quarantinedBy(quarantine)} Choose another revision.`
            : undefined
        }
        options={targets.map((one) => ({
          value: String(one.revision),
          label: `${one.revision} · ${one.chartVersion} · ${revisionLabel(one)}, ${one.performedBy}${quarantineOf(one) ? " · quarantined" : ""}`,
          disabled: blockedBy(one) !== null,
        }))}
      />
      <TextArea
        label="Reason"
        optional
        hint="Shown with the new revision in the history."
        name="reason"
        maxLength={1000}
      />
      {(force || hasConflicts) && (
        <Checkbox
          label="Overwrite changes made outside Slipway"
          hint="Takes ownership of fields changed directly in the cluster, for example with kubectl."
          checked={force}
          onChange={(event) => setForce(event.target.checked)}
        />
      )}
      {target !== null && (
        <Loaded read={preview} failure="Could not load the preview" waiting={<PreviewSkeleton />}>
          {(loaded) => <PreviewView preview={loaded} />}
        </Loaded>
      )}
    </FormDialog>
  )
}

function PreviewSkeleton() {
  return (
    <div className="flex flex-col gap-2">
      <p className="text-xs text-muted">Helm is rendering the chart against the cluster…</p>
      <Skeleton className="h-24 w-full rounded-md" />
    </div>
  )
}
