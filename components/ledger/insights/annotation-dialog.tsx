import { useState } from "react"
import type { Choices } from "@/components/ledger/insights/insights-query"
import type { DialogState } from "@/components/ui/dialog-button"
import { FormDialog } from "@/components/ui/form-dialog"
import { localInput, readLocal } from "@/components/ui/local-time"
import { Select, TextArea, TextField } from "@/components/ui/text-field"
import { useSave } from "@/components/ui/use-edit"
import { annotationKindLabels, annotationKinds, maxAnnotationLength } from "@/lib/ledger/annotations/kinds"
import type { Annotation } from "@/lib/ledger/annotations/schema"
import { toInstantOrNull } from "@/lib/platform/instant"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

function readForm(form: FormData) {
  const fieldValue = (name: string) => String(form.get(name) ?? "") || null
  const time = (name: string) => toInstantOrNull(readLocal(String(form.get(name))))
  return {
    kind: annotationKinds.find((kind) => kind === form.get("kind")) ?? "NOTE",
    text: String(form.get("text")),
    startsAt: time("startsAt") ?? "",
    endsAt: time("endsAt"),
    application: fieldValue("application"),
    environment: fieldValue("environment"),
  }
}

/** The fields show local times to the minute; a time that is not edited keeps its seconds. */
function toTheMinute(annotation: Annotation): Annotation {
  const shown = (at: string) => toInstantOrNull(readLocal(localInput(new Date(at)))) ?? at
  const { startsAt, endsAt } = annotation
  return { ...annotation, startsAt: shown(startsAt), endsAt: endsAt === null ? null : shown(endsAt) }
}

interface AnnotationDialogProps extends DialogState {
  annotation: Annotation | null
  isFreeze?: boolean
  choices: Pick<Choices, "applications" | "environments">
  /** The default subject of a new annotation. */
  scope: { application: string | null; environment: string | null }
}

export function AnnotationDialog({ open, onOpenChange, ...props }: AnnotationDialogProps) {
  const { annotation, isFreeze = false } = props
  const [noun, start] = isFreeze ? ["freeze", "Freeze"] : ["annotation", "Annotation"]
  const save = useSave(
    api("/platform/annotations"),
    api("/platform/annotations/{id}", annotation?.id ?? ""),
    annotation,
    {
      toast: annotation === null ? `${start} created` : `${start} saved`,
      invalidates: [queryKeys.insights, queryKeys.annotations],
    },
    annotation && toTheMinute(annotation),
  )
  return (
    <FormDialog
      {...{ open, onOpenChange }}
      title={annotation === null ? `New ${noun}` : `Edit ${noun}`}
      description={
        isFreeze
          ? "The gate blocks deployments from start to end. Also shown on the graphs of Insights."
          : "Shown on the graphs of Insights. While a freeze lasts, the gate blocks deployments."
      }
      submit={annotation === null ? `Create ${noun}` : "Save"}
      action={save}
      read={readForm}
    >
      <AnnotationFields {...props} />
    </FormDialog>
  )
}

type AnnotationFieldsProps = Omit<AnnotationDialogProps, keyof DialogState>

function AnnotationFields({ choices, isFreeze, annotation, scope }: AnnotationFieldsProps) {
  const { application, environment } = annotation ?? scope
  const [now] = useState(() => new Date())
  const at = (instant: string | null | undefined) => (instant ? localInput(new Date(instant)) : undefined)
  return (
    <>
      {isFreeze ? (
        <input type="hidden" name="kind" value="FREEZE" />
      ) : (
        <Select
          label="Kind"
          name="kind"
          defaultValue={annotation?.kind ?? "NOTE"}
          options={annotationKinds.map((value) => ({ value, label: annotationKindLabels[value] }))}
        />
      )}
      <TextArea
        label={isFreeze ? "Reason" : "Text"}
        name="text"
        required
        maxLength={maxAnnotationLength}
        defaultValue={annotation?.text}
        autoFocus
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Start"
          hint="Your local time."
          type="datetime-local"
          name="startsAt"
          required
          defaultValue={at(annotation?.startsAt) ?? localInput(now)}
        />
        <TextField
          label="End"
          optional={!isFreeze}
          required={isFreeze}
          hint={isFreeze ? undefined : "Leave empty for a single point in time. A freeze needs an end."}
          type="datetime-local"
          name="endsAt"
          defaultValue={at(annotation?.endsAt)}
        />
        <Select
          label="Application"
          name="application"
          none="All"
          defaultValue={application ?? ""}
          options={optionsWith(choices.applications, application)}
        />
        <Select
          label="Environment"
          name="environment"
          none="All"
          defaultValue={environment ?? ""}
          options={optionsWith(choices.environments, environment)}
        />
      </div>
    </>
  )
}

/** Includes a value that is no longer offered, so that saving does not change it. */
function optionsWith(names: readonly string[], chosen: string | null) {
  return [...new Set([...names, ...(chosen === null ? [] : [chosen])])]
}
