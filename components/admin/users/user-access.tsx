"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { PasswordShown } from "@/components/admin/users/create-user-dialog"
import { useChangeUser } from "@/components/admin/users/use-change-user"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { FormError } from "@/components/ui/form-error"
import { showToast } from "@/components/ui/toast"
import type { User } from "@/lib/identity/users/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** Access of a user. Every change needs a confirmation, except enabling the account. */
export function UserAccess({ user }: { user: User }) {
  const queries = useQueryClient()
  const reset = useMutation({
    mutationFn: (_nothing: undefined) =>
      request<{ password: string | null }>(`${api.user(user.id)}/password`, { method: "POST", body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["users"] }),
  })
  const signOut = useMutation({
    mutationFn: (_nothing: undefined) => request<void>(`${api.user(user.id)}/sessions`, { method: "DELETE" }),
    onSuccess: () => showToast("User signed out everywhere"),
  })
  return (
    <Card title="Access">
      <div className="flex flex-wrap gap-2">
        <ConfirmDialog
          trigger={<Button>Sign out everywhere…</Button>}
          title={`Sign ${user.name} out everywhere?`}
          description="All sessions end with their next request. Unsaved changes are lost. The user can sign in again immediately."
          confirm="Sign out everywhere"
          action={signOut}
        />
        <ConfirmDialog
          trigger={<Button>Reset password…</Button>}
          title={`Reset the password of ${user.name}?`}
          description="The current password stops working, and all sessions end. The new password is shown once."
          confirm="Reset password"
          action={reset}
        />
        {user.disabled ? <Enable user={user} /> : <Disable user={user} />}
      </div>
      {reset.data !== undefined && (
        <div className="mt-4">
          <PasswordShown email={user.email} password={reset.data.password} />
        </div>
      )}
    </Card>
  )
}

function Enable({ user }: { user: User }) {
  const change = useChangeUser(user, () => ({ disabled: false }))
  return (
    <>
      <Button loading={change.isPending} onClick={() => change.mutate(undefined)}>
        Enable
      </Button>
      <FormError error={change.error} />
    </>
  )
}

function Disable({ user }: { user: User }) {
  const change = useChangeUser(user, (_nothing: undefined) => ({ disabled: true }))
  return (
    <ConfirmDialog
      trigger={<Button variant="danger">Disable…</Button>}
      title={`Disable ${user.name}?`}
      description="All sessions end with their next request, and the user can no longer sign in. Records are kept. An admin can enable the account again."
      confirm="Disable"
      action={change}
    />
  )
}
