"use client"

import { type FormEvent, useRef } from "react"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { TextField } from "@/components/ui/text-field"
import { showToast } from "@/components/ui/toast"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { api } from "@/lib/platform/paths"
import { ApiError } from "@/lib/web/client/api-error"
import { request } from "@/lib/web/client/request"

function readForm(form: FormData) {
  return { current: String(form.get("current")), next: String(form.get("next")) }
}

/** Changes the user's own password, which signs out all other sessions. */
export function PasswordForm() {
  const form = useRef<HTMLFormElement>(null)
  const change = useApiMutation(
    (body: ReturnType<typeof readForm>) => request(api.myPassword(), { method: "POST", body }),
    {
      onSuccess: () => {
        form.current?.reset()
        showToast("Password changed", { description: "All other sessions were signed out." })
      },
    },
  )
  const problem = (name: string) => (change.error instanceof ApiError ? change.error.field(name) : undefined)

  return (
    <Card title="Password">
      <form
        ref={form}
        method="post"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          change.mutate(readForm(new FormData(event.currentTarget)))
        }}
        className="flex flex-col gap-4"
      >
        <FormError error={change.error} />
        <Field label="Current password" error={problem("current")}>
          {(control) => (
            <TextField {...control} name="current" type="password" autoComplete="current-password" required />
          )}
        </Field>
        <Field
          label="New password"
          hint="At least 12 characters. Length matters more than special characters."
          error={problem("next")}
        >
          {(control) => (
            <TextField
              {...control}
              name="next"
              type="password"
              autoComplete="new-password"
              minLength={12}
              maxLength={200}
              required
            />
          )}
        </Field>
        <div>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Change password
          </Button>
        </div>
      </form>
    </Card>
  )
}
