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

/** Whether somebody gets in: each change is asked for once more, except the one that only lets in. */
export function UserAccess({ user }: { user: User }) {
  const queries = useQueryClient()
  const reset = useMutation({
    mutationFn: (_nothing: undefined) =>
      request<{ password: string | null }>(`${api.user(user.id)}/password`, { method: "POST", body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["users"] }),
  })
  const signOut = useMutation({
    mutationFn: (_nothing: undefined) => request<void>(`${api.user(user.id)}/sessions`, { method: "DELETE" }),
    onSuccess: () => showToast(`${user.name} is signed out everywhere`),
  })
  return (
    <Card title="Access">
      <div className="flex flex-wrap gap-2">
        <ConfirmDialog
          trigger={<Button>Sign out everywhere…</Button>}
          title={`Sign ${user.name} out everywhere?`}
          description="Every session ends at its next request, in every browser. What is not saved there is lost; signing in again is possible at once."
          confirm="Sign out everywhere"
          leave="Leave them signed in"
          action={signOut}
        />
        <ConfirmDialog
          trigger={<Button>Make a new password…</Button>}
          title={`Make a new password for ${user.name}?`}
          description="The present one stops working, and every session ends. The new one is shown once, here."
          confirm="Make it"
          leave="Keep the present one"
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
      description="Every session ends at its next request, and signing in is refused. What was recorded stays; an admin can enable the account again."
      confirm="Disable"
      leave="Keep the account"
      action={change}
    />
  )
}
