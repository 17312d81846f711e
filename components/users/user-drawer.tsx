"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { DetailList } from "@/components/ui/detail-list"
import { Drawer } from "@/components/ui/drawer"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Select } from "@/components/ui/select"
import { Time } from "@/components/ui/time"
import { announce } from "@/components/ui/toast"
import { PasswordShown } from "@/components/users/create-user-dialog"
import { roleOptions } from "@/components/users/role-words"
import { request } from "@/lib/api/request"
import { api } from "@/lib/paths"
import type { ChangeUser, User } from "@/lib/users/schema"

type UserDrawerProps = { user: User | null; onClose: () => void }

/** What an admin can do about one person. */
export function UserDrawer({ user, onClose }: UserDrawerProps) {
  return (
    <Drawer
      open={user !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={user?.name ?? ""}
      description={user?.email}
    >
      {user !== null && <UserDetails key={user.id} user={user} />}
    </Drawer>
  )
}

function UserDetails({ user }: { user: User }) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ["users"] })
  const change = useMutation({
    mutationFn: (body: ChangeUser) => request<User>(api.user(user.id), { method: "PATCH", body }),
    onSuccess: async () => {
      announce(`${user.name} is changed`)
      await refresh()
    },
  })
  const reset = useMutation({
    mutationFn: () =>
      request<{ password: string | null }>(`${api.user(user.id)}/password`, { method: "POST", body: {} }),
    onSuccess: refresh,
  })
  const signOut = useMutation({
    mutationFn: () => request<void>(`${api.user(user.id)}/sessions`, { method: "DELETE" }),
    onSuccess: () => announce(`${user.name} is signed out everywhere`),
  })

  return (
    <div className="flex flex-col gap-5">
      <FormError error={change.error ?? reset.error ?? signOut.error} />
      <DetailList
        details={[
          { label: "State", value: user.disabled ? "Disabled: cannot sign in" : "Can sign in" },
          { label: "Password", value: user.hasPassword ? "has one" : "none" },
          { label: "Single sign-on", value: user.hasSingleSignOn ? "has used it" : "not used" },
          {
            label: "Last sign-in",
            value: user.lastSignInAt === null ? "never" : <Time at={user.lastSignInAt} focusable />,
          },
          { label: "Added", value: <Time at={user.createdAt} focusable /> },
        ]}
      />
      <Field label="Role" hint="Counts from the next request on.">
        {(control) => (
          <Select
            {...control}
            options={roleOptions}
            value={user.role}
            disabled={change.isPending}
            onChange={(event) => change.mutate({ role: roleFrom(event.target.value) })}
          />
        )}
      </Field>
      <Card title="Access">
        <div className="flex flex-wrap gap-2">
          <Button loading={signOut.isPending} onClick={() => signOut.mutate()}>
            Sign out everywhere
          </Button>
          <Button loading={reset.isPending} onClick={() => reset.mutate()}>
            Make a new password
          </Button>
          <Button
            variant={user.disabled ? "secondary" : "danger"}
            loading={change.isPending}
            onClick={() => change.mutate({ disabled: !user.disabled })}
          >
            {user.disabled ? "Enable" : "Disable"}
          </Button>
        </div>
        {reset.data !== undefined && (
          <div className="mt-4">
            <PasswordShown email={user.email} password={reset.data.password} />
          </div>
        )}
      </Card>
    </div>
  )
}

function roleFrom(value: string): User["role"] {
  return value === "ADMIN" || value === "OPERATOR" ? value : "VIEWER"
}
