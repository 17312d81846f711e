"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import { type FormEvent, useId, useState } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { TextField } from "@/components/ui/text-field"
import { showToast } from "@/components/ui/toast"
import type { Repository } from "@/lib/fleet/charts/schema"
import { api } from "@/lib/platform/paths"
import { ApiError } from "@/lib/web/client/api-error"
import { request } from "@/lib/web/client/request"

function readForm(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "").trim() || undefined
  return { name: text("name"), url: text("url"), username: text("username"), password: text("password") }
}

export function AddRepositoryDialog() {
  const [open, setOpen] = useState(false)
  const formId = useId()
  const queries = useQueryClient()
  const add = useMutation({
    mutationFn: (body: ReturnType<typeof readForm>) =>
      request<Repository>(api.repositories(), { method: "POST", body }),
    onSuccess: async () => {
      setOpen(false)
      showToast("Repository added")
      await queries.invalidateQueries()
    },
  })

  function change(next: boolean) {
    setOpen(next)
    if (next) add.reset()
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button variant="primary" icon={<Plus size={14} />}>
          New repository
        </Button>
      }
      title="New repository"
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" loading={add.isPending}>
            Add
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          add.mutate(readForm(new FormData(event.currentTarget)))
        }}
        className="flex flex-col gap-4"
      >
        <RepositoryFields error={add.error} />
      </form>
    </Dialog>
  )
}

function RepositoryFields({ error }: { error: unknown }) {
  const problem = (name: string) => (error instanceof ApiError ? error.field(name) : undefined)
  return (
    <>
      <FormError error={error} />
      <Field label="Name" hint="Charts are referenced as name/chart." error={problem("name")}>
        {(control) => (
          <TextField {...control} name="name" mono required maxLength={63} autoComplete="off" autoFocus />
        )}
      </Field>
      <Field
        label="Address"
        hint="https://… for an index, oci://host/path for a registry, or the path of a configured folder."
        error={problem("url")}
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
      <Field label="Username" optional error={problem("username")}>
        {(control) => <TextField {...control} name="username" maxLength={255} autoComplete="off" />}
      </Field>
      <Field
        label="Password or token"
        optional
        hint="Stored encrypted, sent only to this host and never shown again."
        error={problem("password")}
      >
        {(control) => <TextField {...control} name="password" type="password" autoComplete="new-password" />}
      </Field>
    </>
  )
}
