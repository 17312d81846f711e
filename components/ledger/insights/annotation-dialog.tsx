"use client"

import type { ReactNode } from "react"
import type { Choices } from "@/components/ledger/insights/insights-query"
import { FormDialog } from "@/components/ui/form-dialog"
import { localInput, readLocal } from "@/components/ui/local-time"
import { Select, TextArea, TextField } from "@/components/ui/text-field"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { annotationKindLabels, annotationKinds, maxAnnotationLength } from "@/lib/ledger/annotations/kinds"
import type { Annotation } from "@/lib/ledger/annotations/schema"
import { toInstantOrNull } from "@/lib/platform/instant"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

function readForm(form: FormData) {
  const fieldValue = (name: string) => String(form.get(name)) || null
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

interface AnnotationDialogProps {
  annotation: Annotation | null
  choices: Choices
  /** The default subject of a new annotation. */
  scope: { application: string | null; environment: string | null }
  trigger: ReactNode
}

export function AnnotationDialog({ annotation, choices, scope, trigger }: AnnotationDialogProps) {
  const save = useApiMutation(
    (body: ReturnType<typeof readForm>) =>
      annotation === null
        ? request(api.annotations(), { method: "POST", body })
        : request(api.annotation(annotation.id), { method: "PATCH", body }),
    {
      toast: annotation === null ? "Annotation created" : "Annotation saved",
      invalidates: [queryKeys.insights, queryKeys.annotations],
    },
  )
  const { application, environment } = annotation ?? scope
  const at = (instant: string | null | undefined) => (instant ? localInput(new Date(instant)) : undefined)
  return (
    <FormDialog
      trigger={trigger}
      title={annotation === null ? "New annotation" : "Edit annotation"}
      description="Shown on the graphs of Insights. While a freeze lasts, the gate blocks deployments."
      submit={annotation === null ? "Create annotation" : "Save"}
      action={save}
      read={readForm}
    >
      <Select
        label="Kind"
        name="kind"
        defaultValue={annotation?.kind ?? "NOTE"}
        options={annotationKinds.map((value) => ({ value, label: annotationKindLabels[value] }))}
      />
      <TextArea
        label="Text"
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
          defaultValue={at(annotation?.startsAt) ?? localInput(new Date())}
        />
        <TextField
          label="End"
          optional
          hint="Leave empty for a single point in time. A freeze needs an end."
          type="datetime-local"
          name="endsAt"
          defaultValue={at(annotation?.endsAt)}
        />
        <Select
          label="Application"
          name="application"
          placeholder="All"
          defaultValue={application ?? ""}
          options={optionsWith(choices.applications, application)}
        />
        <Select
          label="Environment"
          name="environment"
          placeholder="All"
          defaultValue={environment ?? ""}
          options={optionsWith(choices.environments, environment)}
        />
      </div>
    </FormDialog>
  )
}

/** Includes a value that is no longer offered, so that saving does not change it. */
function optionsWith(names: readonly string[], chosen: string | null) {
  return [...new Set([...names, ...(chosen === null ? [] : [chosen])])]
}
