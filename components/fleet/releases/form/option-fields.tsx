"use client"

import type { DraftProblems, ReleaseDraft } from "@/components/fleet/releases/form/form-model"
import { Checkbox } from "@/components/ui/checkbox"
import { Field } from "@/components/ui/field"
import { TextField } from "@/components/ui/text-field"
import { formatDuration } from "@/lib/platform/format"

interface OptionFieldsProps {
  kind: "INSTALL" | "UPGRADE"
  draft: ReleaseDraft
  onDraft: (change: Partial<ReleaseDraft>) => void
  problems: DraftProblems
  chartsOwnAppVersion: string | null
}

/** How Helm goes about it, each option with what it does in words. */
export function OptionFields({ kind, draft, onDraft, problems, chartsOwnAppVersion }: OptionFieldsProps) {
  const seconds = Number(draft.timeout)
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Field
        label="Timeout in seconds"
        error={problems.timeout}
        hint={`Helm waits this long for each thing it waits for${
          problems.timeout === undefined && seconds >= 60 ? ` (${formatDuration(seconds)})` : ""
        }; then it has failed.`}
      >
        {(control) => (
          <TextField
            {...control}
            inputMode="numeric"
            value={draft.timeout}
            onChange={(event) => onDraft({ timeout: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="App version"
        optional
        error={problems.appVersion}
        hint={`What the values make run, for the record. Empty: ${
          chartsOwnAppVersion === null ? "the chart's own" : `the chart's own, ${chartsOwnAppVersion}`
        }.`}
      >
        {(control) => (
          <TextField
            {...control}
            mono
            maxLength={128}
            value={draft.appVersion}
            onChange={(event) => onDraft({ appVersion: event.target.value })}
          />
        )}
      </Field>
      <Checkbox
        label="Atomic: undo by itself when it fails"
        hint={
          kind === "INSTALL"
            ? "Waits until everything is ready. If that does not happen in time, everything it made is removed again. Off: what it made stays as it is, failed, and can be repaired by an upgrade."
            : "Waits until everything is ready. If that does not happen in time, the release goes back to the revision before. Off: it stays as it is, failed, and can be upgraded again or rolled back."
        }
        checked={draft.atomic}
        onChange={(event) => onDraft({ atomic: event.target.checked })}
      />
      <Checkbox
        label="Wait for jobs"
        hint="It has succeeded only when its Jobs have completed too, such as a migration of a database. Off: Jobs may still run when it is done."
        checked={draft.waitForJobs}
        onChange={(event) => onDraft({ waitForJobs: event.target.checked })}
      />
      {kind === "UPGRADE" && (
        <Checkbox
          label="Overwrite changes made outside"
          hint="Takes over fields that somebody changed in the cluster, such as with kubectl. Off: the upgrade fails on them. The preview lists them."
          checked={draft.forceConflicts}
          onChange={(event) => onDraft({ forceConflicts: event.target.checked })}
        />
      )}
      <Field
        label="Description"
        optional
        error={problems.description}
        hint="Stands beside the revision in its history."
        className="md:col-span-2"
      >
        {(control) => (
          <TextField
            {...control}
            maxLength={500}
            value={draft.description}
            onChange={(event) => onDraft({ description: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}
