"use client"

import { useMutation } from "@tanstack/react-query"
import { type FormEvent, useRef } from "react"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { TextField } from "@/components/ui/text-field"
import { showToast } from "@/components/ui/toast"
import { api } from "@/lib/platform/paths"
import { ApiError } from "@/lib/web/client/api-error"
import { request } from "@/lib/web/client/request"

/** Changes one's own password, which signs every other session out. */
export function PasswordForm() {
  const form = useRef<HTMLFormElement>(null)
  const change = useMutation({
    mutationFn: (body: Record<string, FormDataEntryValue>) =>
      request<void>(api.myPassword(), { method: "POST", body }),
    onSuccess: () => {
      form.current?.reset()
      showToast("Your password is changed", { description: "Other browsers were signed out." })
    },
  })
  const problem = (name: string) => (change.error instanceof ApiError ? change.error.field(name) : undefined)

  return (
    <Card title="Password">
      <form
        ref={form}
        method="post"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          change.mutate(Object.fromEntries(new FormData(event.currentTarget)))
        }}
        className="flex flex-col gap-4"
      >
        <FormError error={change.error} />
        <Field label="Present password" error={problem("current")}>
          {(control) => (
            <TextField {...control} name="current" type="password" autoComplete="current-password" required />
          )}
        </Field>
        <Field
          label="New password"
          hint="At least 12 characters; longer is better than odder."
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
            Change the password
          </Button>
        </div>
      </form>
    </Card>
  )
}
