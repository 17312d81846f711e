import { useState } from "react"
import { useChangeRelease, usePreview } from "@/components/fleet/releases/change-release"
import { isTimeout, timeoutProblem } from "@/components/fleet/releases/form/draft-fields"
import { WarningNotice } from "@/components/fleet/releases/warning-notice"
import { Checkbox } from "@/components/ui/checkbox"
import { FormDialog } from "@/components/ui/form-dialog"
import { Loaded } from "@/components/ui/loaded"
import { ScrollRegion } from "@/components/ui/scroll-region"
import { TextArea, TextField } from "@/components/ui/text-field"
import type { Preview } from "@/lib/fleet/releases/preview-schema"
import type { Release } from "@/lib/fleet/releases/schema"
import { formatQuantity } from "@/lib/platform/format"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

interface UninstallDialogProps {
  release: Release
  onOpenChange: (open: boolean) => void
}

export default function UninstallDialog({ release, onOpenChange }: UninstallDialogProps) {
  const [skipHooks, setSkipHooks] = useState(false)
  const [timeout, setTimeoutText] = useState(String(release.timeout))
  const [problems, setProblems] = useState<{ name?: string; reason?: string }>({})
  const options = { timeout: Number(timeout), skipHooks }
  const preview = usePreview(
    isTimeout(timeout) ? { kind: "UNINSTALL", releaseId: release.id, ...options } : null,
  )
  const change = useChangeRelease()

  function read(form: FormData) {
    const name = String(form.get("name")).trim()
    const reason = String(form.get("reason")).trim()
    setProblems({
      name: name === release.releaseName ? undefined : `Type ${release.releaseName}.`,
      reason: reason === "" ? "Enter a reason. It is kept in the history permanently." : undefined,
    })
    if (name !== release.releaseName || reason === "" || !preview.data) return null
    const { previewDigest, headers } = preview.data
    const path = api("/helm/releases/{releaseId}", release.id, { reason, ...options, previewDigest })
    return () => request(path, { method: "DELETE", headers })
  }

  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      width="lg"
      title={`Uninstall ${release.releaseName}`}
      description={`From ${release.namespace} in ${release.cluster}. The record, its values and its history are kept.`}
      submit="Uninstall"
      danger
      ready={preview.data !== undefined && !preview.isFetching}
      action={change}
      read={read}
      onRejected={() => void preview.refetch()}
    >
      <Loaded read={preview} failure="Could not load the resources to be removed" waiting="h-28 rounded-md">
        {(loaded) => <Removed preview={loaded} />}
      </Loaded>
      <details className="group/options text-sm">
        <summary className="touch-line cursor-pointer text-xs text-muted">Options</summary>
        <div className="mt-3 flex flex-col gap-4">
          <TextField
            label="Timeout in seconds"
            error={isTimeout(timeout) ? undefined : timeoutProblem}
            hint="How long Helm waits for each hook and for deletions."
            inputMode="numeric"
            value={timeout}
            onChange={(event) => setTimeoutText(event.target.value)}
            className="w-28!"
          />
          <Checkbox
            label="Skip hooks"
            hint="Does not run the chart's delete hooks. Use this when a hook cannot succeed."
            checked={skipHooks}
            onChange={(event) => setSkipHooks(event.target.checked)}
          />
        </div>
      </details>
      <TextField
        label="Type the release name to confirm"
        error={problems.name}
        name="name"
        mono
        placeholder={release.releaseName}
        onChange={() => setProblems({ ...problems, name: undefined })}
      />
      <TextArea
        label="Reason"
        error={problems.reason}
        name="reason"
        maxLength={1000}
        onChange={() => setProblems({ ...problems, reason: undefined })}
      />
    </FormDialog>
  )
}

function Removed({ preview: { resources, warnings } }: { preview: Preview }) {
  if (resources.length === 0) return <p className="text-sm">No resources are left in the cluster.</p>
  const removed = resources.filter(({ change }) => change === "removed")
  return (
    <div className="flex flex-col gap-3">
      {removed.length > 0 && (
        <div className="flex flex-col gap-1">
          <p className="text-sm">{formatQuantity(removed.length, "resource")} will be removed:</p>
          <ScrollRegion
            label="What will be removed"
            className="max-h-48 rounded-md border border-line bg-canvas px-3 py-2"
          >
            <ul className="font-mono text-xs leading-5">
              {removed.map(({ kind, name }) => (
                <li key={`${kind}/${name}`}>
                  {kind} {name}
                </li>
              ))}
            </ul>
          </ScrollRegion>
        </div>
      )}
      <WarningNotice title="What stays in the cluster" warnings={warnings} />
    </div>
  )
}
