import { useState } from "react"
import { Checkbox } from "@/components/ui/checkbox"
import type { DialogState } from "@/components/ui/dialog-button"
import { FormDialog } from "@/components/ui/form-dialog"
import { TextArea, TextField } from "@/components/ui/text-field"
import { useSave } from "@/components/ui/use-edit"
import { isPattern } from "@/lib/ledger/environments/environment-names"
import { overridableReasons } from "@/lib/ledger/environments/gate-warnings"
import type { Environment } from "@/lib/ledger/environments/schema"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

function readForm(form: FormData) {
  return {
    name: String(form.get("name")).trim(),
    rank: form.get("stage") === null ? null : Number(form.get("rank")),
    aliases: String(form.get("aliases"))
      .split(/[\n,]/)
      .map((alias) => alias.trim())
      .filter((alias) => alias !== ""),
    production: form.get("production") !== null,
    colour: form.get("hasColor") === null ? null : String(form.get("colour")),
    gateWarnings: overridableReasons.filter((reason) => form.getAll("gateWarnings").includes(reason)),
    ...archiveAfterDaysOf(form.get("archiveAfterDays")),
  }
}

/** The field is shown only with a pattern; empty means never. */
function archiveAfterDaysOf(value: FormDataEntryValue | null): { archiveAfterDays?: number | null } {
  if (value === null) return {}
  return { archiveAfterDays: value === "" ? null : Number(value) }
}

type EnvironmentDialogProps = DialogState & {
  environment: Environment | null
  /** The default rank of an environment without one. */
  nextRank: number
}

export function EnvironmentDialog({ environment, nextRank, ...state }: EnvironmentDialogProps) {
  const path = api("/platform/environments/{name}", environment?.name ?? "")
  const save = useSave(api("/platform/environments"), path, environment, {
    toast: ({ name }) => (environment === null ? `${name} created` : `${name} saved`),
    invalidates: [queryKeys.all],
  })
  return (
    <FormDialog
      {...state}
      title={environment === null ? "New environment" : `Edit ${environment.name}`}
      description={
        environment === null
          ? undefined
          : "Existing deployments stay with the environment when you rename it."
      }
      submit={environment === null ? "Create environment" : "Save"}
      action={save}
      read={readForm}
    >
      <EnvironmentFields environment={environment} nextRank={nextRank} />
    </FormDialog>
  )
}

const gateWarningLabels: Record<(typeof overridableReasons)[number], string> = {
  never_in_lower_environment: "The tag has never run in the stage below",
  rolled_back_in_lower_environment: "The tag was rolled back in a lower environment",
  rolled_back_here: "The tag was rolled back in this environment",
  deployment_in_progress: "Another deployment to this environment is in progress",
  frozen: "A freeze is in effect",
  quarantined: "The tag is quarantined",
}

type EnvironmentFieldsProps = Pick<EnvironmentDialogProps, "environment" | "nextRank">

function EnvironmentFields({ nextRank, environment }: EnvironmentFieldsProps) {
  const [isStage, setIsStage] = useState(environment === null || environment.rank !== null)
  const [hasColor, setHasColor] = useState((environment?.colour ?? null) !== null)
  const [hasPattern, setHasPattern] = useState(environment?.aliases.some(isPattern) ?? false)
  return (
    <>
      <TextField
        label="Name"
        name="name"
        mono
        required
        maxLength={63}
        defaultValue={environment?.name}
        autoFocus
      />
      <Checkbox
        name="stage"
        checked={isStage}
        onChange={(event) => setIsStage(event.target.checked)}
        label="Part of the promotion order"
        hint="If off, drift, promotions and the gate ignore this environment."
      />
      {isStage && (
        <TextField
          label="Rank"
          hint="Lower comes first. Environments of the same rank share a stage."
          name="rank"
          type="number"
          min={0}
          max={1000}
          required
          defaultValue={environment?.rank ?? nextRank}
        />
      )}
      <TextArea
        label="Aliases"
        optional
        hint="Other names that pipelines use, one per line. An alias with * is a pattern: review/* creates an environment for each review app, grouped under this one."
        name="aliases"
        mono
        rows={3}
        defaultValue={environment?.aliases.join("\n")}
        onChange={(event) => setHasPattern(isPattern(event.target.value))}
      />
      {hasPattern && (
        <TextField
          label="Archive after days without a deployment"
          optional
          hint="For environments created by a pattern; the next deployment restores them. Leave empty to never archive them."
          name="archiveAfterDays"
          type="number"
          min={1}
          max={3650}
          defaultValue={environment === null ? 14 : (environment.archiveAfterDays ?? "")}
        />
      )}
      <Checkbox
        name="production"
        defaultChecked={environment?.production ?? false}
        label="Production"
        hint="Insights shows production first."
      />
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 text-xs font-medium">Promotion gate</legend>
        <p className="text-xs text-muted">Selected reasons only warn here; the others block a deployment.</p>
        {overridableReasons.map((reason) => (
          <Checkbox
            key={reason}
            name="gateWarnings"
            value={reason}
            defaultChecked={environment?.gateWarnings.includes(reason)}
            label={gateWarningLabels[reason]}
          />
        ))}
      </fieldset>
      <div className="flex items-center gap-3">
        <Checkbox
          name="hasColor"
          checked={hasColor}
          onChange={(event) => setHasColor(event.target.checked)}
          label="Custom color"
        />
        {hasColor && (
          <input
            type="color"
            name="colour"
            aria-label="Color"
            defaultValue={environment?.colour ?? "#2f7d8c"}
            className="h-8 w-14 rounded-md border border-line-strong bg-surface p-0.5"
          />
        )}
      </div>
    </>
  )
}
