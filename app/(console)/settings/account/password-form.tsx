"use client"

import { useRef } from "react"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Form } from "@/components/ui/form"
import { TextField } from "@/components/ui/text-field"
import { showToast } from "@/components/ui/toast"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { api } from "@/lib/platform/paths"

function readForm(form: FormData) {
  return { current: String(form.get("current")), next: String(form.get("next")) }
}

/** Changes the user's own password, which signs out all other sessions. */
export function PasswordForm() {
  const form = useRef<HTMLFormElement>(null)
  const change = useApiMutation("POST", api("/users/me/password"), {
    onSuccess: () => {
      form.current?.reset()
      showToast("Password changed", { description: "All other sessions were signed out." })
    },
  })
  return (
    <Card title="Password">
      <Form ref={form} method="post" action={change} read={readForm}>
        <TextField
          label="Current password"
          name="current"
          type="password"
          autoComplete="current-password"
          required
        />
        <TextField
          label="New password"
          hint="At least 12 characters. Length matters more than special characters."
          name="next"
          type="password"
          autoComplete="new-password"
          minLength={12}
          maxLength={200}
          required
        />
        <div>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Change password
          </Button>
        </div>
      </Form>
    </Card>
  )
}
