"use client"

import { Plus } from "lucide-react"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { FormDialog } from "@/components/ui/form-dialog"
import { fieldError } from "@/components/ui/form-error"
import { TextField } from "@/components/ui/text-field"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

function readForm(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "").trim() || undefined
  return {
    name: text("name") ?? "",
    url: text("url") ?? "",
    username: text("username"),
    password: text("password"),
  }
}

export function AddRepositoryDialog() {
  const add = useApiMutation(
    (body: ReturnType<typeof readForm>) => request(api.repositories(), { method: "POST", body }),
    { toast: "Repository added", invalidates: [queryKeys.all] },
  )
  return (
    <FormDialog
      trigger={
        <Button variant="primary" icon={<Plus size={14} />}>
          New repository
        </Button>
      }
      title="New repository"
      submit="Add"
      action={add}
      read={readForm}
    >
      <RepositoryFields error={add.error} />
    </FormDialog>
  )
}

function RepositoryFields({ error }: { error: unknown }) {
  return (
    <>
      <Field label="Name" hint="Charts are referenced as name/chart." error={fieldError(error, "name")}>
        {(control) => (
          <TextField {...control} name="name" mono required maxLength={63} autoComplete="off" autoFocus />
        )}
      </Field>
      <Field
        label="Address"
        hint="https://… for an index, oci://host/path for a registry, or the path of a configured folder."
        error={fieldError(error, "url")}
      >
        {(control) => (
          <TextField
            {...control}
            name="url"
            mono
            required
            maxLength={2000}
            placeholder="https://charts.example.com"
            autoComplete="off"
          />
        )}
      </Field>
      <Field label="Username" optional error={fieldError(error, "username")}>
        {(control) => <TextField {...control} name="username" maxLength={255} autoComplete="off" />}
      </Field>
      <Field
        label="Password or token"
        optional
        hint="Stored encrypted, sent only to this host and never shown again."
        error={fieldError(error, "password")}
      >
        {(control) => <TextField {...control} name="password" type="password" autoComplete="new-password" />}
      </Field>
    </>
  )
}
