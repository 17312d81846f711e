"use client"

import { Plus } from "lucide-react"
import { Button } from "@/components/ui/button"
import { FormDialog } from "@/components/ui/form-dialog"
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
      <TextField
        label="Name"
        hint="Charts are referenced as name/chart."
        name="name"
        mono
        required
        maxLength={63}
        autoComplete="off"
        autoFocus
      />
      <TextField
        label="Address"
        hint="https://… for an index, oci://host/path for a registry, or the path of a configured folder."
        name="url"
        mono
        required
        maxLength={2000}
        placeholder="https://charts.example.com"
        autoComplete="off"
      />
      <TextField label="Username" optional name="username" maxLength={255} autoComplete="off" />
      <TextField
        label="Password or token"
        optional
        hint="Stored encrypted, sent only to this host and never shown again."
        name="password"
        type="password"
        autoComplete="new-password"
      />
    </FormDialog>
  )
}
