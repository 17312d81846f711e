"use client"

import { type ReactNode, useState } from "react"
import type { Choices } from "@/components/ledger/insights/insights-query"
import { FormDialog } from "@/components/ui/form-dialog"
import { localInput, readLocal } from "@/components/ui/local-time"
import { Select, TextArea, TextField } from "@/components/ui/text-field"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { useEdit } from "@/components/ui/use-edit"
import { annotationKindLabels, annotationKinds, maxAnnotationLength } from "@/lib/ledger/annotations/kinds"
import type { Annotation } from "@/lib/ledger/annotations/schema"
import { toInstantOrNull } from "@/lib/platform/instant"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

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

type AnnotationInput = ReturnType<typeof readForm>

/** The fields show local times to the minute; a time that is not edited keeps its seconds. */
function toTheMinute(annotation: Annotation): Annotation {
  const shown = (at: string) => toInstantOrNull(readLocal(localInput(new Date(at)))) ?? at
  const { startsAt, endsAt } = annotation
  return { ...annotation, startsAt: shown(startsAt), endsAt: endsAt === null ? null : shown(endsAt) }
}

interface AnnotationDialogProps {
  annotation: Annotation | null
  isFreeze?: boolean
  choices: Pick<Choices, "applications" | "environments">
  /** The default subject of a new annotation. */
  scope: { application: string | null; environment: string | null }
  trigger: ReactNode
}

export function AnnotationDialog({ trigger, ...props }: AnnotationDialogProps) {
  const { annotation, isFreeze = false } = props
  const [noun, start] = isFreeze ? ["freeze", "Freeze"] : ["annotation", "Annotation"]
  const filled = annotation && toTheMinute(annotation)
  const edit = useEdit(api("/platform/annotations/{id}", annotation?.id ?? ""), annotation, filled)
  const save = useApiMutation(
    (body: AnnotationInput) =>
      annotation === null ? request(api("/platform/annotations"), { method: "POST", body }) : edit.send(body),
    {
      toast: annotation === null ? `${start} created` : `${start} saved`,
      invalidates: [queryKeys.insights, queryKeys.annotations],
    },
  )
  return (
    <FormDialog
      trigger={trigger}
      title={annotation === null ? `New ${noun}` : `Edit ${noun}`}
      description={
        isFreeze
          ? "The gate blocks deployments from start to end. Also shown on the graphs of Insights."
          : "Shown on the graphs of Insights. While a freeze lasts, the gate blocks deployments."
      }
      submit={annotation === null ? `Create ${noun}` : "Save"}
      onOpenChange={edit.restart}
      action={save}
      read={readForm}
    >
      <AnnotationFields {...props} />
    </FormDialog>
  )
}

function AnnotationFields({ choices, isFreeze, ...opened }: Omit<AnnotationDialogProps, "trigger">) {
  // A later update must not change the fields that were not edited yet.
  const [annotation] = useState(opened.annotation)
  const [{ application, environment }] = useState(opened.annotation ?? opened.scope)
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
