import { Lock } from "lucide-react"
import type { ReactNode } from "react"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { type Actor, hasScope } from "@/lib/identity/auth/actor"
import { nameAdmins } from "@/lib/identity/users/find-user"

export function Forbidden({ title, actor }: { title: string; actor: Actor }) {
  return (
    <>
      <PageHeader title={title} isStatic />
      <PageBody>
        <MissingRole title="Admins only" actor={actor}>
          Your role does not have access to this page.
        </MissingRole>
      </PageBody>
    </>
  )
}

/** In place of a form: null if the actor may change releases. `action`: "Installing a release". */
export function changeDenied(actor: Actor, action: string): ReactNode {
  if (hasScope(actor, "releases:write")) return null
  return (
    <MissingRole title={`${action} requires the operator role`} actor={actor}>
      Your role is read-only.
    </MissingRole>
  )
}

function MissingRole({ title, actor, children }: { title: string; actor: Actor; children: string }) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 py-16 text-center">
      <Lock size={18} className="text-muted" />
      <p className="text-base font-medium">{title}</p>
      <p className="text-sm text-muted">
        {children} <AdminContacts actor={actor} />
      </p>
    </div>
  )
}

/** Follows an explanation of missing permissions: who can change the role, and where. */
async function AdminContacts({ actor }: { actor: Actor }) {
  const admins = await nameAdmins(actor)
  return (
    <>
      Ask an admin to change your role under Settings → Users
      {admins.length > 0 && ": "}
      {admins.map((email, index) => (
        <span key={email}>
          {index > 0 && (index === admins.length - 1 ? " or " : ", ")}
          <a href={`mailto:${email}`} className="rounded-sm text-accent underline underline-offset-2">
            {email}
          </a>
        </span>
      ))}
      .
    </>
  )
}
