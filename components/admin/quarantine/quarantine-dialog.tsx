import { useState } from "react"
import type { VersionRef } from "@/components/admin/quarantine/quarantine-context"
import { quarantineKindLabels } from "@/components/admin/quarantine/quarantine-style"
import { Checkbox } from "@/components/ui/checkbox"
import type { DialogState } from "@/components/ui/dialog-button"
import { FormDialog } from "@/components/ui/form-dialog"
import { Segmented } from "@/components/ui/segmented"
import { TextArea, TextField } from "@/components/ui/text-field"
import { useApiMutation, useChange } from "@/components/ui/use-api-mutation"
import { api } from "@/lib/platform/paths"
import { quarantinedName, quarantineKinds } from "@/lib/policy/quarantine/kinds"
import { maxReasonLength } from "@/lib/policy/quarantine/reason"
import type { Quarantine } from "@/lib/policy/quarantine/schema"
import { queryKeys } from "@/lib/web/client/query-keys"
import { type BodyOf, request } from "@/lib/web/client/request"

type Body = BodyOf<"/api/v1/quarantine", "POST">

function readForm(form: FormData): Body {
  const text = (name: string) => String(form.get(name) ?? "").trim() || undefined
  return {
    imageTag: text("imageTag"),
    application: text("application"),
    chartName: text("chartName"),
    chartVersion: text("chartVersion"),
    reason: text("reason") ?? "",
  }
}

interface QuarantineDialogProps extends DialogState {
  /** The version to quarantine; null: the user enters it. */
  version: VersionRef | null
}

export default function QuarantineDialog({ version, ...state }: QuarantineDialogProps) {
  const create = useApiMutation("POST", api("/quarantine"), {
    toast: (created) => `${quarantinedName(created)} quarantined`,
    invalidates: [queryKeys.all],
  })
  return (
    <FormDialog
      {...state}
      title={version === null ? "Quarantine a version" : `Quarantine ${nameOf(version)}`}
      description={`${effectOn(version)} What already runs keeps running.`}
      submit="Quarantine"
      danger
      action={create}
      read={readForm}
    >
      {version === null ? <VersionFields /> : <FixedVersion version={version} />}
      <TextArea
        label="Reason"
        hint="Shown to everyone who tries to deploy it, and in the output of pipelines."
        name="reason"
        required
        maxLength={maxReasonLength}
        autoFocus={version !== null}
      />
    </FormDialog>
  )
}

function effectOn(version: VersionRef | null): string {
  if (version === null) return "It cannot be deployed until the quarantine is lifted."
  return "imageTag" in version
    ? "The gate blocks this tag until the quarantine is lifted."
    : "Installs, upgrades and rollbacks to it are rejected, and rollouts to it pause, until the quarantine is lifted."
}

const nameOf = (version: VersionRef): string =>
  "imageTag" in version ? version.imageTag : `${version.chartName} ${version.chartVersion}`

function VersionFields() {
  const [kind, setKind] = useState<(typeof quarantineKinds)[number]>("IMAGE_TAG")
  const options = quarantineKinds.map((value) => ({ value, label: quarantineKindLabels[value] }))
  return (
    <>
      <Segmented label="Kind" value={kind} onValueChange={setKind} options={options} />
      {kind === "IMAGE_TAG" ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label="Image tag" name="imageTag" mono required maxLength={128} autoFocus />
          <TextField
            label="Application"
            optional
            hint="Leave empty for every application."
            name="application"
            mono
            maxLength={128}
          />
        </div>
      ) : (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="Chart"
            hint="Without the repository."
            name="chartName"
            mono
            required
            maxLength={250}
            autoFocus
          />
          <TextField label="Version" name="chartVersion" mono required maxLength={128} placeholder="1.2.0" />
        </div>
      )}
    </>
  )
}

function FixedVersion({ version }: { version: VersionRef }) {
  const [isEverywhere, setIsEverywhere] = useState(false)
  if (!("imageTag" in version)) {
    return (
      <>
        <input type="hidden" name="chartName" value={version.chartName} />
        <input type="hidden" name="chartVersion" value={version.chartVersion} />
      </>
    )
  }
  return (
    <>
      <input type="hidden" name="imageTag" value={version.imageTag} />
      {!isEverywhere && <input type="hidden" name="application" value={version.application} />}
      <Checkbox
        label="In every application"
        hint={`Otherwise only in ${version.application}.`}
        checked={isEverywhere}
        onChange={(event) => setIsEverywhere(event.target.checked)}
      />
    </>
  )
}

export function LiftDialog({ quarantine, ...state }: DialogState & { quarantine: Quarantine }) {
  const lift = useChange(
    (reason: string) => request(api("/quarantine/{id}", quarantine.id, { reason }), { method: "DELETE" }),
    { toast: "Quarantine lifted", invalidates: [queryKeys.all] },
  )
  return (
    <FormDialog
      {...state}
      width="sm"
      title={`Lift the quarantine of ${quarantinedName(quarantine)}?`}
      description="It can be deployed again. The quarantine stays in the list with this reason."
      submit="Lift quarantine"
      action={lift}
      read={(form) => String(form.get("reason")).trim()}
    >
      <TextArea label="Reason" name="reason" required maxLength={maxReasonLength} autoFocus />
    </FormDialog>
  )
}
