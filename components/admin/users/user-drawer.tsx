import { type FormEvent, useState } from "react"
import { PasswordShown } from "@/components/admin/users/create-user-dialog"
import { roleFrom, roleOptions } from "@/components/admin/users/role-labels"
import type { ListDrawerProps } from "@/components/layout/list-page"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { DetailList } from "@/components/ui/detail-list"
import { Drawer } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { Select } from "@/components/ui/text-field"
import { Time } from "@/components/ui/time"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { useEdit } from "@/components/ui/use-edit"
import type { User } from "@/lib/identity/users/schema"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

const updated = { toast: "User updated", invalidates: [queryKeys.users] }

export default function UserDrawer({ id, known: user, onClose }: ListDrawerProps<User>) {
  return (
    <Drawer
      open={id !== null && user !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={user?.name ?? ""}
      description={user?.email}
    >
      {user && <UserDetails key={user.id} user={user} />}
    </Drawer>
  )
}

function UserDetails({ user }: { user: User }) {
  return (
    <div className="flex flex-col gap-5">
      <DetailList
        details={[
          { label: "State", value: user.disabled ? "Disabled" : "Enabled" },
          { label: "Password", value: user.hasPassword ? "Set" : "Not set" },
          { label: "Single sign-on", value: user.hasSingleSignOn ? "Used" : "Not used" },
          {
            label: "Last sign-in",
            value: user.lastSignInAt === null ? "Never" : <Time at={user.lastSignInAt} focusable />,
          },
          { label: "Added", value: <Time at={user.createdAt} focusable /> },
        ]}
      />
      <RoleForm key={user.role} user={user} />
      <UserAccess user={user} />
    </div>
  )
}

/** The role of a user. Changing the selection with the arrow keys takes effect only after saving. */
function RoleForm({ user }: { user: User }) {
  const [role, setRole] = useState(user.role)
  const change = useEdit(api("/users/{id}", user.id), user, updated)
  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (role !== user.role) change.mutate({ role })
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

/** Access of a user. Every change needs a confirmation, except enabling the account. */
function UserAccess({ user }: { user: User }) {
  const path = api("/users/{id}", user.id)
  const enable = useApiMutation("PATCH", path, { body: { disabled: false }, ...updated })
  const disable = useApiMutation("PATCH", path, { body: { disabled: true }, ...updated })
  const reset = useApiMutation("POST", api("/users/{id}/password", user.id), {
    body: {},
    invalidates: [queryKeys.users],
  })
  const signOut = useApiMutation("DELETE", api("/users/{id}/sessions", user.id), {
    toast: "User signed out everywhere",
  })
  return (
    <Card title="Access">
      <div className="flex flex-wrap gap-2">
        <ConfirmDialog
          trigger={<Button>Sign out everywhere…</Button>}
          title={`Sign ${user.name} out everywhere?`}
          description="All sessions end with their next request. The user can sign in again immediately."
          confirm="Sign out everywhere"
          action={signOut}
        />
        <ConfirmDialog
          trigger={<Button>Reset password…</Button>}
          title={`Reset the password of ${user.name}?`}
          description="The current password stops working, and all sessions end. The new password is shown once."
          confirm="Reset password"
          action={reset}
          result={reset.data ? <PasswordShown email={user.email} password={reset.data.password} /> : null}
        />
        {user.disabled ? (
          <Button loading={enable.isPending} onClick={() => enable.mutate(undefined)}>
            Enable
          </Button>
        ) : (
          <ConfirmDialog
            trigger={<Button variant="danger">Disable…</Button>}
            title={`Disable ${user.name}?`}
            description="All sessions end with their next request, and the user can no longer sign in. Records are kept. An admin can enable the account again."
            confirm="Disable"
            action={disable}
          />
        )}
      </div>
      {user.disabled && <FormError error={enable.error} />}
    </Card>
  )
}
