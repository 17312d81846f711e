"use client"

import { RoleForm } from "@/components/admin/users/role-form"
import { UserAccess } from "@/components/admin/users/user-access"
import { DetailList } from "@/components/ui/detail-list"
import { Drawer } from "@/components/ui/dialog"
import { Time } from "@/components/ui/time"
import type { User } from "@/lib/identity/users/schema"

type UserDrawerProps = { user: User | null; onClose: () => void }

/** User details and account actions for an admin. */
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
