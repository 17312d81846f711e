"use client"

import { type FormEvent, useId } from "react"
import { roleFrom, roleOptions } from "@/components/admin/users/role-labels"
import { Button } from "@/components/ui/button"
import { CodeBlock } from "@/components/ui/copy"
import { Dialog } from "@/components/ui/dialog"
import type { DialogState } from "@/components/ui/dialog-button"
import { Field } from "@/components/ui/field"
import { FormError, fieldError } from "@/components/ui/form-error"
import { Select, TextField } from "@/components/ui/text-field"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

function readForm(form: FormData) {
  const text = (name: string) => String(form.get(name))
  return { email: text("email"), name: text("name"), role: roleFrom(text("role")) }
}

/** Creates a user; Slipway generates the first password and shows it once. */
export function CreateUserDialog({ open, onOpenChange }: DialogState) {
  const formId = useId()
  const create = useApiMutation(
    (body: ReturnType<typeof readForm>) => request(api.users(), { method: "POST", body }),
    { invalidates: [queryKeys.users] },
  )
  const made = create.data

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={made === undefined ? "New user" : `Password for ${made.name}`}
      footer={
        made === undefined ? (
          <Button type="submit" form={formId} variant="primary" loading={create.isPending}>
            Create user
          </Button>
        ) : (
          <Button variant="primary" onClick={() => onOpenChange(false)}>
            Done
          </Button>
        )
      }
    >
      {made === undefined ? (
        <form
          id={formId}
          onSubmit={(event: FormEvent<HTMLFormElement>) => {
            event.preventDefault()
            create.mutate(readForm(new FormData(event.currentTarget)))
          }}
          className="flex flex-col gap-4"
        >
          <FormError error={create.error} />
          <Field label="Email address" error={fieldError(create.error, "email")}>
            {(control) => (
              <TextField {...control} name="email" type="email" required autoComplete="off" autoFocus />
            )}
          </Field>
          <Field label="Name" error={fieldError(create.error, "name")}>
            {(control) => <TextField {...control} name="name" required maxLength={200} autoComplete="off" />}
          </Field>
          <Field label="Role" error={fieldError(create.error, "role")}>
            {(control) => <Select {...control} name="role" options={roleOptions} defaultValue="VIEWER" />}
          </Field>
        </form>
      ) : (
        <PasswordShown email={made.email} password={made.password} />
      )}
    </Dialog>
  )
}

/** A newly generated password, which cannot be shown again. */
export function PasswordShown({ email, password }: { email: string; password: string | null }) {
  if (password === null) return <p className="text-sm">The password you chose is now active.</p>
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm">Send this password to {email}. It cannot be shown again.</p>
      <CodeBlock code={password} what="password" />
    </div>
  )
}
