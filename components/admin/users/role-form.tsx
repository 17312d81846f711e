"use client"

import { type FormEvent, useState } from "react"
import { roleOptions } from "@/components/admin/users/role-labels"
import { useChangeUser } from "@/components/admin/users/use-change-user"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Select } from "@/components/ui/text-field"
import type { User } from "@/lib/identity/users/schema"

/** The role of a user. Changing the selection with the arrow keys takes effect only after saving. */
export function RoleForm({ user }: { user: User }) {
  const [role, setRole] = useState(user.role)
  const change = useChangeUser(user, (next: User["role"]) => ({ role: next }))
  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (role !== user.role) change.mutate(role)
  }
  return (
    <form onSubmit={save} className="flex flex-col gap-2">
      <FormError error={change.error} />
      <Field label="Role" hint="Takes effect with the user's next request.">
        {(control) => (
          <div className="flex gap-2">
            <Select
              {...control}
              options={roleOptions}
              value={role}
              onChange={(event) => setRole(roleFrom(event.target.value))}
              className="min-w-0 flex-1"
            />
            <Button type="submit" aria-disabled={role === user.role} loading={change.isPending}>
              Save role
            </Button>
          </div>
        )}
      </Field>
    </form>
  )
}

function roleFrom(value: string): User["role"] {
  return value === "ADMIN" || value === "OPERATOR" ? value : "VIEWER"
}
